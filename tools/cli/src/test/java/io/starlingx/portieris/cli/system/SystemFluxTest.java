/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Definitions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that Flux installs. Flux's controllers cannot be had here: its definitions are on
 * a real API server, and {@link HelmController} stands in for them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemFluxTest {

  private static final String RELEASES = "helmreleases.helm.toolkit.fluxcd.io";

  private final ControlPlane cluster;
  private final KubernetesClient client;
  private final HelmController controller;
  @TempDir Path directory;

  SystemFluxTest(@TempDir Path root) throws IOException {
    cluster = ControlPlane.start(root.resolve("cluster"));
    client = cluster.client();
    for (String name : List.of("helmreleases", "helmrepositories")) {
      define(name);
    }
    controller =
        new HelmController(
            client, cluster.kubeconfig(), Files.createDirectories(root.resolve("flux")));
  }

  private void define(String name) throws IOException {
    try (InputStream in = SystemFluxTest.class.getResourceAsStream("flux/" + name + ".yaml")) {
      Definitions.serve(client, new String(in.readAllBytes(), UTF_8));
    }
  }

  @AfterEach
  void clean() {
    controller.succeed("demo");
    run("application-remove", "demo", "--force");
    run("application-delete", "demo", "--force");
  }

  @AfterAll
  void stop() {
    controller.close();
    client.close();
    cluster.close();
  }

  @Test
  void fluxInstallsUpgradesAndRemoves() throws IOException {
    upload("");
    run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.user=one");

    SystemRun applied = run("application-apply", "demo");

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(applied.err())
        .contains("demo: Applying app demo. Chart demo applied. Overall completion: 100%\n")
        .endsWith("demo: applied: completed\n");
    assertThat(data())
        .containsEntry("chart", "c")
        .containsEntry("static", "s")
        .containsEntry("user", "one");
    assertThat(spec("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo"))
        .containsEntry("suspend", false)
        .doesNotContainKey("values");
    assertThat(
            String.valueOf(
                spec("source.toolkit.fluxcd.io/v1", "HelmRepository", "stx-platform").get("url")))
        .matches("http://127\\.0\\.0\\.1:\\d+/helm_charts/stx-platform");
    assertThat(controller.urls())
        .anyMatch(url -> url.endsWith("/helm_charts/stx-platform/index.yaml"))
        .anyMatch(url -> url.endsWith("/helm_charts/stx-platform/demo-1.0.0.tgz"));

    run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.user=two");
    SystemRun again = run("application-apply", "demo");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(data()).containsEntry("user", "two");
    assertThat(spec("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo").get("values"))
        .asString()
        .contains("reconcile_trigger");

    SystemRun removed = run("application-remove", "demo");
    assertThat(removed.code()).as(removed.err()).isZero();
    assertThat(data()).isEmpty();
    assertThat(object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo")).isNull();
    assertThat(object("source.toolkit.fluxcd.io/v1", "HelmRepository", "stx-platform")).isNull();
    assertThat(client.secrets().inNamespace("demo-space").withName("demo-static").get()).isNull();
  }

  @Test
  void clientSideLeavesTheObjectsOfChartsToFlux() throws IOException {
    upload("install: {disableWait: true}");

    SystemRun applied = run("application-apply", "demo", "--client-side");

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(install()).isEqualTo(Map.of("serverSideApply", false, "disableWait", true));

    assertThat(run("application-apply", "demo").code()).isZero();
    assertThat(install()).isEqualTo(Map.of("disableWait", true));
  }

  @Test
  void aFluxThatKnowsNoServerSideIsNotToldOfIt() throws IOException {
    upload("");
    CustomResourceDefinition without =
        client.apiextensions().v1().customResourceDefinitions().withName(RELEASES).get();
    serverSideApply(without, false);
    client.resource(without).update();
    try {
      SystemRun applied = run("application-apply", "demo", "-f");

      assertThat(applied.code()).as(applied.err()).isZero();
      assertThat(spec("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo"))
          .doesNotContainKey("install");
    } finally {
      CustomResourceDefinition again = client.resource(without).get();
      serverSideApply(again, true);
      client.resource(again).update();
    }
  }

  private static void serverSideApply(CustomResourceDefinition definition, boolean isKnown) {
    Map<String, JSONSchemaProps> fields =
        definition
            .getSpec()
            .getVersions()
            .getFirst()
            .getSchema()
            .getOpenAPIV3Schema()
            .getProperties()
            .get("spec")
            .getProperties()
            .get("install")
            .getProperties();
    if (isKnown) {
      fields.put("serverSideApply", new JSONSchemaPropsBuilder().withType("boolean").build());
    } else {
      fields.remove("serverSideApply");
    }
  }

  private Object install() {
    return spec("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo")
        .getOrDefault("install", Map.of());
  }

  @Test
  void aFailedReleaseIsToldInTheControllersWords() throws IOException {
    upload("");
    controller.failWith("demo", "Helm install failed for release demo-space/demo-demo: no");

    SystemRun failed = run("application-apply", "demo");

    assertThat(failed.code()).isOne();
    assertThat(failed.err())
        .contains(
            "demo: apply-failed: Failed to apply helm release \"demo\": Helm install failed for"
                + " release demo-space/demo-demo: no");
  }

  @Test
  void aFieldThatTheClustersFluxDoesNotKnowIsAnError() throws IOException {
    upload("upgrade: {futureField: true}");

    SystemRun failed = run("application-apply", "demo");

    assertThat(failed.code()).isOne();
    assertThat(failed.err()).contains("HelmRelease demo-space/demo:").contains("futureField");
  }

  @Test
  void aVersionThatIsNotServedIsAnError() throws IOException {
    upload("", "helm.toolkit.fluxcd.io/v2beta1");

    SystemRun failed = run("application-apply", "demo");

    assertThat(failed.code()).isOne();
    assertThat(failed.err()).contains("apply-failed:");
  }

  @Test
  void helmsOwnEngineCanBeChosen() throws IOException {
    upload("");

    assertThat(run("--engine=helm", "application-apply", "demo").code()).isZero();

    assertThat(data()).containsEntry("static", "s");
    assertThat(object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo")).isNull();
    run("--engine=helm", "application-remove", "demo");
  }

  private void upload(String spec) throws IOException {
    upload(spec, "helm.toolkit.fluxcd.io/v2");
  }

  private void upload(String spec, String version) throws IOException {
    SystemRun uploaded =
        run(
            "application-upload",
            new DemoTarball()
                .file(
                    "fluxcd-manifests/base/helmrepository.yaml",
                    """
                    apiVersion: source.toolkit.fluxcd.io/v1
                    kind: HelmRepository
                    metadata: {name: stx-platform}
                    spec:
                      url: http://192.168.206.1:8080/helm_charts/stx-platform
                      interval: 1m
                    """)
                .file(
                    "fluxcd-manifests/demo/helmrelease.yaml",
                    """
                    apiVersion: %s
                    kind: HelmRelease
                    metadata: {name: demo, labels: {chart_group: demo}}
                    spec:
                      releaseName: demo-demo
                      interval: 5m
                      suspend: true
                      chart:
                        spec:
                          chart: demo
                          version: 1.0.0
                          sourceRef: {kind: HelmRepository, name: stx-platform}
                      valuesFrom:
                        - {kind: Secret, name: demo-static, valuesKey: demo-static-overrides.yaml}
                        - {kind: Secret, name: demo-system, valuesKey: demo-system-overrides.yaml}
                      %s
                    """
                        .formatted(version, spec))
                .write(directory)
                .toString());
    assertThat(uploaded.code()).as(uploaded.err()).isZero();
  }

  private Map<String, String> data() {
    var found = client.configMaps().inNamespace("demo-space").withName("demo-demo").get();
    return found == null ? Map.of() : found.getData();
  }

  private GenericKubernetesResource object(String version, String kind, String name) {
    return client
        .genericKubernetesResources(version, kind)
        .inNamespace("demo-space")
        .withName(name)
        .get();
  }

  private Map<String, Object> spec(String version, String kind, String name) {
    return object(version, kind, name).get("spec");
  }

  private SystemRun run(String... arguments) {
    return SystemRun.of(cluster.kubeconfig(), directory.resolve("state"), arguments);
  }
}
