/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The user's values and what else is set of a chart, and when they count. */
@ExtendWith(SharedCluster.class)
class SystemOverridesTest {

  private final KubernetesClient client;
  private final Path directory;
  private final SystemClient system;

  SystemOverridesTest(PlainCluster cluster, @TempDir Path directory) {
    this.client = cluster.client();
    this.directory = directory;
    this.system = cluster.system(directory);
  }

  @AfterEach
  void clean() {
    system.discard("demo");
  }

  @Test
  void anAttributeChangesWithoutTheUsersValues() throws IOException {
    upload(new DemoTarball());
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "a=x");

    SystemRun modified =
        system.run(
            "helm-chart-attribute-modify", "--enabled", "false", "demo", "demo", "demo-space");

    assertThat(modified.out())
        .isEqualTo(
            """
            +------------+--------------------+
            | Property   | Value              |
            +------------+--------------------+
            | attributes | {'enabled': False} |
            | name       | demo               |
            | namespace  | demo-space         |
            +------------+--------------------+
            """);
    assertThat(system.run("helm-override-show", "demo", "demo", "demo-space").out())
        .contains("enabled: false")
        .contains("a: x");
    assertThat(system.run("helm-override-list", "demo", "--long").out()).contains("[False]");
    assertThat(
            system
                .run("helm-chart-attribute-modify", "--enabled", "false", "demo", "x", "demo-space")
                .err())
        .isEqualTo("Chart overrides x:demo-space for application demo not found\n");
  }

  @Test
  void appliesAgainOnDemandWhatAsksForItAndHasChanged() throws IOException {
    upload(new DemoTarball().file("metadata.yaml", DemoTarball.REAPPLIED_ON_DEMAND));
    system.run("application-apply", "demo");

    SystemRun changed = override("data.user=x", "--reapply");
    assertThat(changed.code()).as(changed.err()).isZero();
    assertThat(changed.out())
        .contains("NOTE: The '--reapply' flag triggers an evaluation of the target application");
    assertThat(changed.err()).endsWith("demo: applied: completed\n");
    assertThat(data()).containsEntry("user", "x");

    SystemRun same = override("data.user=x", "--reapply-all");
    assertThat(same.out()).contains("NOTE: The '--reapply-all' flag");
    assertThat(same.err()).isEmpty();
    assertThat(override("data.user=x", "--reapply", "--reapply-all").err())
        .isEqualTo("--reapply and --reapply-all cannot both be specified.\n");
    assertThat(
            override(
                    "data.user=x", "--reuse-values", "--reset-values", "--reapply", "--reapply-all")
                .err())
        .isEqualTo("--reuse-values and --reset-values cannot both be specified.\n");
    assertThat(
            system
                .run(
                    "helm-override-update",
                    "demo",
                    "other",
                    "demo-space",
                    "--reapply",
                    "--reapply-all")
                .err())
        .isEqualTo("Chart overrides other:demo-space for application demo not found\n");
  }

  @Test
  void doesNotApplyAgainWhatDoesNotAskForIt() throws IOException {
    upload(new DemoTarball());
    system.run("application-apply", "demo");

    assertThat(override("data.user=x", "--reapply").err()).isEmpty();

    assertThat(data()).doesNotContainKey("user");
  }

  @Test
  void tellsOfAnArgumentThatCountsForNothing() throws IOException {
    upload(new DemoTarball());

    SystemRun some = override("a", "--set", "data.user=x", "--set", "b=c=d", "--set", "=e");

    assertThat(some.code()).as(some.err()).isZero();
    assertThat(some.err())
        .isEqualTo(
            """
            --set a counts for nothing: it is not KEY=VALUE.
            --set b=c=d counts for nothing: it is not KEY=VALUE.
            --set =e counts for nothing: it is not KEY=VALUE.
            """);
    assertThat(some.out()).contains("user: x").doesNotContain("b: ", "counts for");
    assertThat(override("data.user=x").err()).isEmpty();
  }

  @Test
  void laterSourcesOfValuesWin() throws IOException {
    upload(
        new DemoTarball()
            .release("values: {data: {e: inline}}")
            .wheel(
                "{\"demo\": {\"demo-space\": {\"data\": {\"c\": \"plugin\", \"d\": \"plugin\","
                    + " \"e\": \"plugin\"}}}}"));
    system.run(
        "helm-override-update",
        "demo",
        "demo",
        "demo-space",
        "--set",
        "data.d=u",
        "--set",
        "data.e=u");

    SystemRun applied = system.run("application-apply", "demo");

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(data())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("chart", "c", "static", "s", "c", "plugin", "d", "u", "e", "inline"));
    assertThat(system.run("helm-override-show", "demo", "demo", "demo-space").out())
        .contains("| system_overrides   | data: {c: plugin, d: plugin, e: plugin} |")
        .contains("| combined_overrides | data:");
  }

  private SystemRun override(String argument, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of("helm-override-update", "demo", "demo", "demo-space", "--set", argument));
    words.addAll(List.of(options));
    return system.run(words.toArray(String[]::new));
  }

  private Map<String, String> data() {
    ConfigMap shown = client.configMaps().inNamespace("demo-space").withName("demo-demo").get();
    return shown.getData();
  }

  private void upload(DemoTarball tarball) throws IOException {
    system.upload(tarball.write(directory));
  }
}
