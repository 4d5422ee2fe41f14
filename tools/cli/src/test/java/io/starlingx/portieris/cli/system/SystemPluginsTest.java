/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An application with a plugin in Python, through its life on a real API server. */
@ExtendWith(SharedCluster.class)
class SystemPluginsTest {

  private final PlainCluster cluster;
  private final PluginClient system;

  SystemPluginsTest(PlainCluster cluster, @TempDir Path directory) {
    this.cluster = cluster;
    this.system = new PluginClient(cluster.kubeconfig(), directory);
  }

  @BeforeEach
  void upload() throws IOException {
    system.upload("behavior: {evaluate_reapply: {triggers: [{type: on-demand-reapply}]}}\n");
  }

  @AfterEach
  void clean() {
    system.discard();
  }

  @Test
  void callsEveryHookInThePlatformsOrder() throws IOException {
    assertThat(system.hooks()).containsExactly("1.0-1 operation/upload/post");

    SystemRun applied = system.run("application-apply", "demo");
    assertThat(applied.code()).as(applied.err() + system.log()).isZero();
    assertThat(system.hooks())
        .containsExactly(
            "1.0-1 check/apply/pre",
            "1.0-1 operation/apply/pre",
            "1.0-1 resource/apply/pre",
            "1.0-1 manifest/apply/pre",
            "1.0-1 fluxcd-request/apply/pre",
            "1.0-1 fluxcd-request/apply/status release=demo",
            "1.0-1 fluxcd-request/apply/post rc=True",
            "1.0-1 manifest/apply/post manifest_applied=True",
            "1.0-1 operation/apply/post app_applied=True");
    assertThat(data())
        .containsEntry("static", "system")
        .containsEntry("chart", "c")
        .containsEntry("replicas", "1")
        .containsEntry("written", "by the hook");

    assertThat(system.run("application-remove", "demo").code()).isZero();
    assertThat(system.hooks())
        .containsExactly(
            "1.0-1 check/remove/pre force=False",
            "1.0-1 operation/remove/pre",
            "1.0-1 fluxcd-request/remove/pre",
            "1.0-1 fluxcd-request/remove/post rc=True",
            "1.0-1 resource/remove/post",
            "1.0-1 operation/remove/post app_removed=True");

    assertThat(system.run("application-delete", "demo").code()).isZero();
    assertThat(system.hooks())
        .containsExactly(
            "1.0-1 check/delete/pre force=False",
            "1.0-1 operation/delete/pre",
            "1.0-1 resource/delete/pre");
  }

  /** The check comes before the removal is accepted. */
  @Test
  void hooksOfARemoveSeeAnInactiveApplicationInBothPlaces() throws IOException {
    system.run("application-apply", "demo");

    assertThat(system.run("application-remove", "demo").code()).isZero();

    assertThat(system.log().lines().filter(line -> line.matches(".*ACTIVE \\S+/remove/.*")))
        .extracting(line -> line.substring(line.indexOf("ACTIVE")))
        .containsExactly(
            "ACTIVE check/remove/pre True, in its row True",
            "ACTIVE operation/remove/pre False, in its row False",
            "ACTIVE fluxcd-request/remove/pre False, in its row False",
            "ACTIVE fluxcd-request/remove/post False, in its row False",
            "ACTIVE resource/remove/post False, in its row False",
            "ACTIVE operation/remove/post False, in its row False");
  }

  @Test
  void systemOverridesAreBetweenStaticAndUser() throws IOException {
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.e=user");

    assertThat(system.run("helm-override-show", "demo", "demo", "demo-space").out())
        .contains("d: system")
        .contains("e: user");
    assertThat(system.run("application-apply", "demo").code()).isZero();
    assertThat(data())
        .containsEntry("c", "s")
        .containsEntry("d", "system")
        .containsEntry("e", "user");
  }

  @Test
  void isAskedWhetherChangedOverridesAreReasonToApplyAgain() throws IOException {
    system.run("application-apply", "demo");
    system.hooks();

    assertThat(reapply("data.user=u").err()).endsWith("demo: applied: completed\n");

    assertThat(system.hooks())
        .startsWith("1.0-1 check/evaluate-reapply/ trigger={'type':", "1.0-1 check/apply/pre");
    assertThat(data()).containsEntry("user", "u");
  }

  @Test
  void mayNotWantToBeAppliedAgain() throws IOException {
    system.run("application-apply", "demo");
    system.order("reject", "check/evaluate-reapply/");
    system.hooks();

    assertThat(reapply("data.user=u").err()).isEmpty();

    assertThat(system.hooks()).hasSize(1);
    assertThat(data()).doesNotContainKey("user");
  }

  private SystemRun reapply(String argument) {
    return system.run(
        "helm-override-update",
        "demo",
        "demo",
        "demo-space",
        "--reuse-values",
        "--set",
        argument,
        "--reapply");
  }

  @Test
  void anUpdateAsksBothVersionsAndAppliesTheNewOne() throws IOException {
    system.run("application-apply", "demo");
    system.hooks();

    SystemRun updated = system.run("application-update", system.tarball("1.0-2").toString());

    assertThat(updated.code()).as(updated.err() + system.log()).isZero();
    assertThat(system.hooks())
        .as("the hooks around an apply belong to that command")
        .containsExactly(
            "1.0-1 check/update/pre from_app=True",
            "1.0-2 check/update/pre to_app=True",
            "1.0-2 resource/update/pre",
            "1.0-2 resource/apply/pre",
            "1.0-2 manifest/apply/pre",
            "1.0-2 fluxcd-request/apply/pre",
            "1.0-2 fluxcd-request/apply/status release=demo",
            "1.0-2 fluxcd-request/apply/post rc=True",
            "1.0-2 manifest/apply/post manifest_applied=True");
  }

  @Test
  void anUpdateToAnOlderVersionIsToldToTheVersionThatGoes() throws IOException {
    system.run("application-apply", "demo");
    system.hooks();

    SystemRun updated = system.run("application-update", system.tarball("0.9-12").toString());

    assertThat(updated.code()).as(updated.err() + system.log()).isZero();
    assertThat(system.hooks())
        .startsWith(
            "1.0-1 check/update/pre from_app=True",
            "1.0-1 resource/downgrade/pre from_app_version=1.0-1,to_app_version=0.9-12",
            "0.9-12 check/update/pre to_app=True");
  }

  @Test
  void withoutPluginsTheApplicationIsAGenericOne() throws IOException {
    assertThat(system.run("--no-plugins", "application-apply", "demo").code()).isZero();

    assertThat(system.hooks()).containsExactly("1.0-1 operation/upload/post");
    assertThat(data()).doesNotContainKey("written");
    assertThat(system.log()).contains("plugins in Python are passed over, as was asked for");
  }

  private Map<String, String> data() {
    var found = cluster.client().configMaps().inNamespace("demo-space").withName("demo-demo").get();
    return found == null ? Map.of() : found.getData();
  }
}
