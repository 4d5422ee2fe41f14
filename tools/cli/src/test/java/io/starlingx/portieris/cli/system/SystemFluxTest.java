/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.framework.EngineChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that Flux installs. Flux's controllers cannot be had here: its definitions are on
 * a real API server, and {@link FluxStandIn} stands in for them.
 */
@ExtendWith(SharedCluster.class)
class SystemFluxTest {

  private static final String RELEASES = "helmreleases.helm.toolkit.fluxcd.io";

  private final KubernetesClient client;
  private final FluxStandIn flux;
  private final SystemClient system;
  @TempDir Path directory;

  SystemFluxTest(RunningCluster cluster, @TempDir Path state) {
    client = cluster.client();
    flux = cluster.flux();
    system = cluster.system(state, EngineChoice.AUTO);
  }

  @AfterEach
  void clean() {
    flux.succeed("demo");
    system.discard("demo");
  }

  @Test
  void fluxInstallsUpgradesAndRemoves() throws IOException {
    upload(new DemoTarball());
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.user=one");

    SystemRun applied = system.run("application-apply", "demo");

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
    assertThat(flux.urls())
        .anyMatch(url -> url.endsWith("/helm_charts/stx-platform/index.yaml"))
        .anyMatch(url -> url.endsWith("/helm_charts/stx-platform/demo-1.0.0.tgz"));

    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.user=two");
    SystemRun again = system.run("application-apply", "demo");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(data()).containsEntry("user", "two");
    assertThat(spec("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo").get("values"))
        .asString()
        .contains("reconcile_trigger");

    SystemRun removed = system.run("application-remove", "demo");
    assertThat(removed.code()).as(removed.err()).isZero();
    assertThat(data()).isEmpty();
    assertThat(object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo")).isNull();
    assertThat(object("source.toolkit.fluxcd.io/v1", "HelmRepository", "stx-platform")).isNull();
    assertThat(client.secrets().inNamespace("demo-space").withName("demo-static").get()).isNull();
  }

  @Test
  void aDryRunShowsWhatFluxIsGivenAndWhatItMakesOfIt() throws IOException {
    upload(new DemoTarball());

    SystemRun before = system.run("application-apply", "demo", "--dry-run");

    assertThat(before.code()).as(before.err()).isEqualTo(2);
    assertThat(before.out())
        .contains("create   HelmRepository demo-space/stx-platform\n")
        .contains("create   Secret demo-space/demo-static\n")
        .contains("create   HelmRelease demo-space/demo\n")
        .contains("create   ConfigMap demo-space/demo-demo\n");
    assertThat(object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo")).isNull();

    assertThat(system.run("application-apply", "demo").code()).isZero();
    assertThat(system.run("application-apply", "demo").code()).isZero();
    SystemRun same = system.run("application-apply", "demo", "--dry-run");
    assertThat(same.code()).as(same.out()).isZero();

    assertThat(system.run("application-apply", "demo", "--dry-run", "--client-side").out())
        .contains("change   HelmRelease demo-space/demo\n")
        .contains("+    serverSideApply: false\n");
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.user=one");
    assertThat(system.run("application-apply", "demo", "--dry-run").out())
        .contains("change   Secret demo-space/demo-system\n")
        .contains("change   ConfigMap demo-space/demo-demo\n")
        .contains("2 to change");
  }

  @Test
  void anAbortEndsTheWaitingForFlux() throws Exception {
    upload(new DemoTarball());
    flux.holdBack("demo");
    try (ExecutorService another = Executors.newSingleThreadExecutor()) {
      Future<SystemRun> apply = another.submit(() -> system.run("application-apply", "demo"));
      client
          .genericKubernetesResources("helm.toolkit.fluxcd.io/v2", "HelmRelease")
          .inNamespace("demo-space")
          .withName("demo")
          .waitUntilCondition(Objects::nonNull, 120, TimeUnit.SECONDS);

      system.succeeding("application-abort", "demo");

      assertThat(apply.get().code()).isOne();
      assertThat(apply.get().err()).contains("demo: apply-failed: operation aborted by user\n");
    }
  }

  @Test
  void anUpdateSuspendsTheFormerReleasesAndRemovesThoseThatAreNoMore() throws IOException {
    upload(new DemoTarball().second("more"));
    system.succeeding("application-apply", "demo");
    assertThat(configMap("demo-more")).isNotNull();

    SystemRun updated = update();

    assertThat(updated.code()).as(updated.err()).isZero();
    assertThat(flux.suspended()).contains("demo", "more");
    assertThat(spec("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo"))
        .containsEntry("suspend", false);
    assertThat(object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "more")).isNull();
    assertThat(configMap("demo-more")).isNull();
    assertThat(
            object("source.toolkit.fluxcd.io/v1", "HelmRepository", "stx-platform")
                .getMetadata()
                .getAnnotations())
        .containsKey("reconcile.fluxcd.io/requestedAt");
  }

  @Test
  void anUpdateThatFailsLeavesNoReleaseSuspended() throws IOException {
    upload(new DemoTarball());
    system.succeeding("application-apply", "demo");
    flux.failWith("demo", "Helm upgrade failed for release demo-space/demo-demo: no");

    SystemRun updated = update();

    assertThat(updated.code()).isOne();
    assertThat(spec("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo"))
        .containsEntry("suspend", false);
  }

  private SystemRun update() throws IOException {
    DemoTarball next =
        new DemoTarball()
            .chartVersion("2.0.1")
            .file(
                "metadata.yaml",
                """
                app_name: demo
                app_version: "2.0-1"
                supported_k8s_version: {minimum: "1.24.4"}
                """);
    return system.run("application-update", next.write(directory).toString());
  }

  private ConfigMap configMap(String name) {
    return client.configMaps().inNamespace("demo-space").withName(name).get();
  }

  @Test
  void clientSideLeavesTheObjectsOfChartsToFlux() throws IOException {
    upload(new DemoTarball().release("install: {disableWait: true}"));

    SystemRun applied = system.run("application-apply", "demo", "--client-side");

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(install()).isEqualTo(Map.of("serverSideApply", false, "disableWait", true));

    assertThat(system.run("application-apply", "demo").code()).isZero();
    assertThat(install()).isEqualTo(Map.of("disableWait", true));
  }

  @Test
  void aFluxThatKnowsNoServerSideIsNotToldOfIt() throws IOException {
    upload(new DemoTarball());
    CustomResourceDefinition without =
        client.apiextensions().v1().customResourceDefinitions().withName(RELEASES).get();
    serverSideApply(without, false);
    client.resource(without).update();
    try {
      SystemRun applied = system.run("application-apply", "demo", "-f");

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
    JSONSchemaProps schema =
        definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    for (String name : List.of("spec", "install")) {
      schema = Objects.requireNonNull(schema.getProperties().get(name));
    }
    Map<String, JSONSchemaProps> fields = schema.getProperties();
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
    upload(new DemoTarball());
    flux.failWith("demo", "Helm install failed for release demo-space/demo-demo: no");

    SystemRun failed = system.run("application-apply", "demo");

    assertThat(failed.code()).isOne();
    assertThat(failed.err())
        .contains(
            "demo: apply-failed: Failed to apply helm release \"demo\": Helm install failed for"
                + " release demo-space/demo-demo: no");
  }

  @Test
  void aFieldThatTheClustersFluxDoesNotKnowIsAnError() throws IOException {
    upload(new DemoTarball().release("upgrade: {futureField: true}"));

    SystemRun failed = system.run("application-apply", "demo");

    assertThat(failed.code()).isOne();
    assertThat(failed.err()).contains("HelmRelease demo-space/demo:").contains("futureField");
  }

  @Test
  void aVersionThatIsNotServedIsAnError() throws IOException {
    upload(new DemoTarball().release("helm.toolkit.fluxcd.io/v2beta1", ""));

    SystemRun failed = system.run("application-apply", "demo");

    assertThat(failed.code()).isOne();
    assertThat(failed.err()).contains("apply-failed:");
  }

  @Test
  void helmsOwnEngineCanBeChosen() throws IOException {
    upload(new DemoTarball());

    SystemClient helm = system.with(EngineChoice.HELM);
    helm.succeeding("application-apply", "demo");

    assertThat(data()).containsEntry("static", "s");
    assertThat(object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "demo")).isNull();
    helm.succeeding("application-remove", "demo");
  }

  private void upload(DemoTarball tarball) throws IOException {
    system.upload(tarball.write(directory));
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
}
