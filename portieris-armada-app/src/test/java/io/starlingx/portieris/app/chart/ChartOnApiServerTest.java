/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The chart in the hands of Helm and a real API server. */
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartOnApiServerTest {

  private static final String NAMESPACE = "portieris";
  private static final String RELEASE = "portieris-portieris";
  private static final String OUTSIDE =
      "{replicaCount: 0, webHooks: {url: 'https://127.0.0.1:8000'}}";

  private final ControlPlane plane;
  private final KubernetesClient client;

  @TempDir Path directory;

  ChartOnApiServerTest(ControlPlane plane) {
    this.plane = plane;
    this.client = plane.client();
  }

  @AfterEach
  void uninstall() {
    Helm.uninstall(RELEASE)
        .withNamespace(NAMESPACE)
        .withKubeConfig(plane.kubeconfig())
        .ignoreNotFound()
        .call();
    policies("ClusterImagePolicy").delete();
    policies("ImagePolicy").inNamespace(NAMESPACE).delete();
  }

  @AfterAll
  void close() {
    client.close();
  }

  @Test
  void installsWhereTheWebhookRunsOutside() throws IOException {
    Release release = install(OUTSIDE);

    assertThat(release.getStatus()).isEqualTo("deployed");
    assertThat(release.getOutput())
        .contains("DENIED EVERY WORKLOAD")
        .contains("has to be at https://127.0.0.1:8000");
    assertThat(webhook().getClientConfig().getUrl()).isEqualTo("https://127.0.0.1:8000/admit");
    assertThat(webhook().getRules()).hasSize(3);
    assertThat(client.apps().deployments().inNamespace(NAMESPACE).list().getItems()).isEmpty();
    assertThat(client.services().inNamespace(NAMESPACE).list().getItems()).isEmpty();
    assertThat(policies("ImagePolicy").inNamespace(NAMESPACE).withName("default").get())
        .isNotNull();
  }

  @Test
  void installsEveryObjectOfTheFullRelease() throws IOException {
    Release release = install("PolicySet: Permissive");

    assertThat(release.getStatus()).isEqualTo("deployed");
    assertThat(client.apps().deployments().inNamespace(NAMESPACE).withName(RELEASE).get())
        .isNotNull();
    assertThat(client.services().inNamespace(NAMESPACE).withName("portieris").get()).isNotNull();
    assertThat(client.policy().v1().podDisruptionBudget().inNamespace(NAMESPACE).list().getItems())
        .hasSize(1);
    assertThat(policies("ClusterImagePolicy").withName("portieris-permissive").get()).isNotNull();
  }

  @Test
  void podsAreTakenWhereRestrictedSecurityIsEnforced() throws IOException {
    install("PolicySet: Permissive");
    Deployment deployment =
        client.apps().deployments().inNamespace(NAMESPACE).withName(RELEASE).get();
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("restricted")
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .serverSideApply();
    // The webhook is not there to be asked about this namespace.
    client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(WebhookChanges.NAME)
        .delete();
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("webhook")
            .withNamespace("restricted")
            .endMetadata()
            .withSpec(deployment.getSpec().getTemplate().getSpec())
            .build();

    assertThat(client.resource(pod).dryRun().create().getSpec().getContainers()).hasSize(1);

    pod.getSpec().getContainers().getFirst().getSecurityContext().setAllowPrivilegeEscalation(true);
    assertThatThrownBy(() -> client.resource(pod).dryRun().create())
        .hasMessageContaining("violates PodSecurity");
  }

  @Test
  void upgradeKeepsTheAuthorityAndNeverShowsAWebhookWithoutRules() throws Exception {
    install(OUTSIDE);
    trust("b3VyIGNh");

    try (WebhookChanges changes = new WebhookChanges(client)) {
      upgrade("{replicaCount: 0, webHooks: {url: 'https://127.0.0.1:8000', timeoutSeconds: 7}}");
      upgrade("{replicaCount: 0, webHooks: {timeoutSeconds: 8}}");

      MutatingWebhookConfiguration state = changes.next();
      assertEnforcing(state);
      while (state.getWebhooks().getFirst().getTimeoutSeconds() != 8) {
        state = changes.next();
        assertEnforcing(state);
      }
      assertThat(state.getWebhooks().getFirst().getClientConfig().getUrl()).isNull();
    }
    assertThat(webhook().getClientConfig().getCaBundle()).isEqualTo("b3VyIGNh");
  }

  private static void assertEnforcing(MutatingWebhookConfiguration configuration) {
    assertThat(configuration.getWebhooks())
        .singleElement()
        .satisfies(
            webhook -> {
              assertThat(webhook.getRules()).hasSize(3);
              assertThat(webhook.getClientConfig().getCaBundle()).isEqualTo("b3VyIGNh");
            });
  }

  @Test
  void upgradePutsTheOwnImagesPolicyBeforeTheNewPods() throws IOException {
    install(OUTSIDE);
    assertThat(policies("ImagePolicy").inNamespace(NAMESPACE).withName("portieris-upgrade").get())
        .isNull();

    upgrade(OUTSIDE);

    assertThat(policies("ImagePolicy").inNamespace(NAMESPACE).withName("portieris-upgrade").get())
        .isNotNull();
  }

  @Test
  void ownAuthorityModeKeepsWhatSomebodyAddedToTheSecret() throws IOException {
    install(OUTSIDE);
    client
        .secrets()
        .inNamespace(NAMESPACE)
        .withName("portieris-certs")
        .edit(secret -> new SecretBuilder(secret).addToData("ca.pem", "aGFuZA==").build());

    upgrade(OUTSIDE);

    assertThat(client.secrets().inNamespace(NAMESPACE).withName("portieris-certs").get().getData())
        .containsKey("ca.pem");
  }

  @Test
  void uninstallRemovesTheWebhookButNoPolicyDefinitionAndNoNamespace() throws IOException {
    install(
        """
        replicaCount: 0
        PolicySet: None
        policies:
          cluster: [{name: base, repositories: [{name: "*"}]}]
          namespaced: [{name: own, namespace: team-a, repositories: []}]
        """);
    assertThat(policies("ImagePolicy").inNamespace("team-a").withName("own").get()).isNotNull();

    // A second revision sees the namespace that the first one made.
    upgrade(
        "{replicaCount: 0, policies: {namespaced: [{name: own, namespace: team-a,"
            + " repositories: []}]}}");
    assertThat(policies("ClusterImagePolicy").withName("base").get()).isNull();
    uninstall();

    assertThat(
            client
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(WebhookChanges.NAME)
                .get())
        .isNull();
    assertThat(client.namespaces().withName("team-a").get()).isNotNull();
    assertThat(
            client
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("imagepolicies.portieris.cloud.ibm.com")
                .get())
        .isNotNull();
  }

  @Test
  void leftOverPolicyThatAdmitsEverythingIsPointedOut() throws IOException {
    install(OUTSIDE);
    client
        .resource(
            """
            apiVersion: portieris.cloud.ibm.com/v1
            kind: ClusterImagePolicy
            metadata: {name: default}
            spec: {repositories: [{name: "*", policy: {}}]}
            """)
        .create();

    assertThat(upgrade(OUTSIDE).getOutput())
        .contains("ClusterImagePolicy \"default\", left by an earlier release");
  }

  @Test
  void serviceAccountMayDoOnlyWhatItNeeds() throws IOException {
    install(OUTSIDE);

    assertThat(
            Stream.of(
                "get /secrets team-a/any",
                "get /serviceaccounts team-a/default",
                "create /secrets portieris/",
                "update /secrets portieris/portieris-ca",
                "watch portieris.cloud.ibm.com/imagepolicies /",
                "list portieris.cloud.ibm.com/clusterimagepolicies /",
                "patch admissionregistration.k8s.io/mutatingwebhookconfigurations"
                    + " /image-admission-config"))
        .allMatch(this::allowed);
    assertThat(
            Stream.of(
                "list /secrets team-a/",
                "create /secrets team-a/",
                "update /secrets portieris/portieris-certs",
                "delete /secrets portieris/portieris-ca",
                "create portieris.cloud.ibm.com/clusterimagepolicies /",
                "patch admissionregistration.k8s.io/mutatingwebhookconfigurations /other",
                "delete admissionregistration.k8s.io/mutatingwebhookconfigurations"
                    + " /image-admission-config"))
        .noneMatch(this::allowed);
  }

  /** Asks whether the webhook may: {@code verb group/resource namespace/name}. */
  private boolean allowed(String request) {
    String[] words = request.split("[ /]", -1);
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + NAMESPACE + ":portieris")
            .withNewResourceAttributes()
            .withVerb(words[0])
            .withGroup(words[1])
            .withResource(words[2])
            .withNamespace(words[3])
            .withName(words[4])
            .endResourceAttributes()
            .endSpec()
            .build();
    return client
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(review)
        .getStatus()
        .getAllowed();
  }

  @Test
  void replacesAnEarlierReleaseInPlace() throws Exception {
    Path earlier =
        RenderedChart.root().resolve("portieris-armada-app/src/test/resources/earlier-release");
    install(earlier, "");
    client
        .secrets()
        .inNamespace(NAMESPACE)
        .withName("portieris-certs")
        .edit(secret -> new SecretBuilder(secret).addToData("ca.pem", "aGFuZA==").build());
    assertThat(webhook().getRules()).isNotEmpty();

    try (WebhookChanges changes = new WebhookChanges(client)) {
      upgrade("image: {host: registry.local:9001/x}");

      MutatingWebhookConfiguration state = changes.next();
      while (state.getWebhooks().getFirst().getRules().size() != 3) {
        assertThat(state.getWebhooks().getFirst().getRules()).isNotEmpty();
        state = changes.next();
      }
      assertThat(state.getWebhooks().getFirst().getClientConfig().getCaBundle())
          .isEqualTo("ZWFybGllcg==");
    }
    assertThat(client.secrets().inNamespace(NAMESPACE).withName("portieris-certs").get().getData())
        .isEqualTo(Map.of("ca.pem", "aGFuZA=="));
    assertThat(
            client
                .apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(RELEASE)
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers())
        .singleElement()
        .satisfies(
            container ->
                assertThat(container.getImage())
                    .startsWith("registry.local:9001/x/portieris-webhook:"));
    assertThat(policies("ImagePolicy").inNamespace(NAMESPACE).withName("default").get())
        .as("the earlier release's own policy")
        .isNotNull();
  }

  private Release install(String values) throws IOException {
    return install(RenderedChart.chart(), values);
  }

  private Release install(Path chart, String values) throws IOException {
    return new Helm(chart)
        .install()
        .withName(RELEASE)
        .withNamespace(NAMESPACE)
        .createNamespace()
        .withKubeConfig(plane.kubeconfig())
        .withValuesFile(Files.writeString(directory.resolve("values.yaml"), values))
        .call();
  }

  private Release upgrade(String values) throws IOException {
    return new Helm(RenderedChart.chart())
        .upgrade()
        .withName(RELEASE)
        .withNamespace(NAMESPACE)
        .resetValues()
        .withKubeConfig(plane.kubeconfig())
        .withValuesFile(Files.writeString(directory.resolve("values.yaml"), values))
        .call();
  }

  /** What the webhook does once it has an authority. */
  private void trust(String caBundle) {
    client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(WebhookChanges.NAME)
        .edit(
            configuration -> {
              configuration.getWebhooks().getFirst().getClientConfig().setCaBundle(caBundle);
              return configuration;
            });
  }

  private MutatingWebhook webhook() {
    List<MutatingWebhook> webhooks =
        client
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(WebhookChanges.NAME)
            .get()
            .getWebhooks();
    assertThat(webhooks).hasSize(1);
    return webhooks.getFirst();
  }

  private MixedOperation<
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
}
