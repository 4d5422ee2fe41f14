/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One release of the chart on a real API server, by Helm's own engine. */
final class ChartRelease implements AutoCloseable {

  static final String NAMESPACE = "portieris";
  static final String NAME = "portieris-portieris";

  /** Values for a webhook outside the cluster. */
  static final String OUTSIDE = "{replicaCount: 0, webHooks: {url: 'https://127.0.0.1:8000'}}";

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final Path directory;

  /** Nothing is installed yet; {@code directory} takes the values files. */
  ChartRelease(ControlPlane plane, Path directory) {
    this.plane = plane;
    this.client = plane.client();
    this.directory = directory;
  }

  KubernetesClient client() {
    return client;
  }

  Release install(String values) throws IOException {
    return install(RenderedChart.chart(), values);
  }

  Release install(Path chart, String values) throws IOException {
    return new Helm(chart)
        .install()
        .withName(NAME)
        .withNamespace(NAMESPACE)
        .createNamespace()
        .withKubeConfig(plane.kubeconfig())
        .withValuesFile(Files.writeString(directory.resolve("values.yaml"), values))
        .call();
  }

  Release upgrade(String values) throws IOException {
    return new Helm(RenderedChart.chart())
        .upgrade()
        .withName(NAME)
        .withNamespace(NAMESPACE)
        .resetValues()
        .withKubeConfig(plane.kubeconfig())
        .withValuesFile(Files.writeString(directory.resolve("values.yaml"), values))
        .call();
  }

  void uninstall() {
    Helm.uninstall(NAME)
        .withNamespace(NAMESPACE)
        .withKubeConfig(plane.kubeconfig())
        .ignoreNotFound()
        .call();
  }

  Deployment deployment() {
    return client.apps().deployments().inNamespace(NAMESPACE).withName(NAME).get();
  }

  Secret certificates() {
    return client.secrets().inNamespace(NAMESPACE).withName("portieris-certs").get();
  }

  /** What a person did whose trust servers have an authority of their own. */
  void addAuthorityByHand() {
    client
        .resource(new SecretBuilder(certificates()).addToData("ca.pem", "aGFuZA==").build())
        .update();
  }

  Resource<MutatingWebhookConfiguration> configuration() {
    return client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(WebhookChanges.NAME);
  }

  /** The configuration for the final object. */
  Resource<ValidatingWebhookConfiguration> finalChecks() {
    return client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(WebhookChanges.NAME);
  }

  MutatingWebhook webhook() {
    List<MutatingWebhook> webhooks = configuration().get().getWebhooks();
    assertThat(webhooks).hasSize(1);
    return webhooks.getFirst();
  }

  /** What the webhook does once it has an authority. */
  void trust(String caBundle) {
    configuration()
        .edit(
            configuration -> {
              configuration.getWebhooks().getFirst().getClientConfig().setCaBundle(caBundle);
              return configuration;
            });
  }

  /** Runs the kubectl of this API server. */
  void kubectl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(plane.kubectl().toString()));
    command.addAll(List.of("--kubeconfig", plane.kubeconfig().toString()));
    command.addAll(List.of(arguments));
    Path log = directory.resolve("kubectl.log");
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(code).as(Files.readString(log)).isZero();
  }

  MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      policies(String kind) {
    return client.genericKubernetesResources(
        new ResourceDefinitionContext.Builder()
            .withGroup("portieris.cloud.ibm.com")
            .withVersion("v1")
            .withKind(kind)
            .withNamespaced(kind.equals("ImagePolicy"))
            .build());
  }

  /** A policy of the release's own namespace. */
  @Nullable GenericKubernetesResource imagePolicy(String name) {
    return policies("ImagePolicy").inNamespace(NAMESPACE).withName(name).get();
  }

  @Nullable GenericKubernetesResource clusterImagePolicy(String name) {
    return policies("ClusterImagePolicy").withName(name).get();
  }

  /** Removes the release and every policy, so that the next test starts anew. */
  @Override
  public void close() {
    uninstall();
    policies("ClusterImagePolicy").delete();
    policies("ImagePolicy").inNamespace(NAMESPACE).delete();
    client.close();
  }
}
