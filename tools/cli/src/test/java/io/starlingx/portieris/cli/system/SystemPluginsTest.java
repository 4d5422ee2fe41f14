/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An application with a plugin in Python, through its life on a real API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemPluginsTest {

  private static final Pattern HOOK = Pattern.compile("HOOK (\\S+ \\S+ ?\\S*)");

  private final ControlPlane cluster;
  private final KubernetesClient client;
  @TempDir Path directory;
  private List<String> seen = List.of();

  SystemPluginsTest(@TempDir Path controlPlane) {
    cluster = ControlPlane.start(controlPlane);
    client = cluster.client();
  }

  @BeforeEach
  void upload() throws IOException {
    seen = List.of();
    SystemRun uploaded = run("application-upload", demo("1.0-1").write(directory).toString());
    assertThat(uploaded.code()).as(uploaded.err()).isZero();
  }

  @AfterEach
  void clean() {
    run("--no-plugins", "application-remove", "demo", "--force");
    run("--no-plugins", "application-delete", "demo", "--force");
  }

  @AfterAll
  void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void callsEveryHookInThePlatformsOrder() throws IOException {
    assertThat(hooks()).containsExactly("1.0-1 operation/upload/post");

    SystemRun applied = run("application-apply", "demo");
    assertThat(applied.code()).as(applied.err() + log()).isZero();
    assertThat(hooks())
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

    assertThat(run("application-remove", "demo").code()).isZero();
    assertThat(hooks())
        .containsExactly(
            "1.0-1 check/remove/pre force=False",
            "1.0-1 operation/remove/pre",
            "1.0-1 fluxcd-request/remove/pre",
            "1.0-1 fluxcd-request/remove/post",
            "1.0-1 resource/remove/post",
            "1.0-1 operation/remove/post app_removed=True");

    assertThat(run("application-delete", "demo").code()).isZero();
    assertThat(hooks())
        .containsExactly(
            "1.0-1 check/delete/pre force=False",
            "1.0-1 operation/delete/pre",
            "1.0-1 resource/delete/pre");
  }

  @Test
  void systemOverridesAreBetweenStaticAndUser() throws IOException {
    run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.e=user");

    assertThat(run("helm-override-show", "demo", "demo", "demo-space").out())
        .contains("d: system")
        .contains("e: user");
    assertThat(run("application-apply", "demo").code()).isZero();
    assertThat(data())
        .containsEntry("c", "s")
        .containsEntry("d", "system")
        .containsEntry("e", "user");
  }

  @Test
  void aCheckRefusesBeforeAnythingIsDone() {
    order("reject", "check/apply/pre");

    assertThat(run("application-apply", "demo").err())
        .isEqualTo("Application-apply rejected: not now, says the plugin\n");
    assertThat(show("status")).isEqualTo("uploaded");
  }

  @Test
  void aFailingHookFailsTheApplyAndNamesItself() throws IOException {
    order("fail", "resource/apply/pre");

    SystemRun failed = run("application-apply", "demo");

    assertThat(failed.code()).isOne();
    assertThat(show("status")).isEqualTo("apply-failed");
    assertThat(show("progress"))
        .startsWith(
            "Plugin k8sapp_demo-1.0-py2.py3-none-any.whl, hook resource/apply/pre: RuntimeError: a"
                + " step of the plugin");
    assertThat(data()).isEmpty();
  }

  @Test
  void failuresAroundAnOperationAreOnlyLogged() throws IOException {
    order("fail", "operation/apply/pre,operation/apply/post");

    assertThat(run("application-apply", "demo").code()).isZero();
    assertThat(log()).contains("passed over: Plugin k8sapp_demo-1.0");
  }

  @Test
  void aFailedReleaseCallsTheHooksOfAFailure() throws IOException {
    run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.Bad Key=x");
    hooks();

    assertThat(run("application-apply", "demo").code()).isOne();

    assertThat(hooks())
        .endsWith(
            "1.0-1 fluxcd-request/apply/post rc=False",
            "1.0-1 manifest/apply/post manifest_applied=False",
            "1.0-1 resource/apply/post",
            "1.0-1 operation/apply/post app_applied=False");
  }

  @Test
  void anUpdateAsksBothVersionsAndAppliesTheNewOne() throws IOException {
    run("application-apply", "demo");
    hooks();

    SystemRun updated = run("application-update", demo("1.0-2").write(directory).toString());

    assertThat(updated.code()).as(updated.err() + log()).isZero();
    assertThat(hooks())
        .startsWith(
            "1.0-1 check/update/pre from_app=True",
            "1.0-2 check/update/pre to_app=True",
            "1.0-2 resource/update/pre",
            "1.0-2 operation/apply/pre",
            "1.0-2 resource/apply/pre")
        .endsWith("1.0-2 operation/apply/post app_applied=True");
  }

  @Test
  void anUpdateToAnOlderVersionIsToldToTheVersionThatGoes() throws IOException {
    run("application-apply", "demo");
    hooks();

    SystemRun updated = run("application-update", demo("0.9-12").write(directory).toString());

    assertThat(updated.code()).as(updated.err() + log()).isZero();
    assertThat(hooks())
        .startsWith(
            "1.0-1 check/update/pre from_app=True",
            "1.0-1 resource/downgrade/pre from_app_version=1.0-1,to_app_version=0.9-12",
            "0.9-12 check/update/pre to_app=True");
  }

  @Test
  void anUpdateThatAHookFailsBringsTheOldVersionBack() throws IOException {
    run("application-apply", "demo");
    order("fail", "fluxcd-request/apply/pre");
    hooks();

    assertThat(
            run(
                    "application-update",
                    demo("1.0-2").write(directory).toString(),
                    "--reuse-user-overrides",
                    "true")
                .code())
        .isOne();

    assertThat(hooks())
        .contains("1.0-1 resource/recover/ from_app_version=1.0-2,to_app_version=1.0-1");
  }

  @Test
  void withoutPluginsTheApplicationIsAGenericOne() throws IOException {
    assertThat(run("--no-plugins", "application-apply", "demo").code()).isZero();

    assertThat(hooks()).containsExactly("1.0-1 operation/upload/post");
    assertThat(data()).doesNotContainKey("written");
    assertThat(log()).contains("plugins in Python are passed over, as was asked for");
  }

  private static DemoTarball demo(String version) throws IOException {
    return new DemoTarball()
        .file(
            "metadata.yaml",
            """
            app_name: demo
            app_version: "%s"
            supported_k8s_version: {minimum: "1.24.4"}
            """
                .formatted(version))
        .wheel(
            Map.of(
                "k8sapp_demo/__init__.py",
                new byte[0],
                "k8sapp_demo/plugin.py",
                resource("plugin.py"),
                "k8sapp_demo-1.0.dist-info/METADATA",
                "Metadata-Version: 2.1\nName: k8sapp-demo\nVersion: 1.0\n"
                    .getBytes(StandardCharsets.US_ASCII),
                "k8sapp_demo-1.0.dist-info/entry_points.txt",
                resource("entry_points.txt")));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SystemPluginsTest.class.getResourceAsStream("plugin/" + name))) {
      return in.readAllBytes();
    }
  }

  /** What the plugin's operator is to do in hooks. */
  private void order(String deed, String hooks) {
    SystemRun run =
        run(
            "helm-override-update",
            "demo",
            "demo",
            "demo-space",
            "--values",
            write("orders: {%s: [%s]}\n".formatted(deed, hooks)));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private String write(String text) {
    try {
      return Files.writeString(directory.resolve("orders.yaml"), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hooks that the operator has been called in since this was last asked. */
  private List<String> hooks() throws IOException {
    List<String> all = new ArrayList<>();
    Matcher hook = HOOK.matcher(log());
    while (hook.find()) {
      all.add(hook.group(1).strip());
    }
    List<String> fresh = all.subList(Math.min(seen.size(), all.size()), all.size());
    seen = all;
    return fresh;
  }

  private String log() throws IOException {
    return Files.readString(state().resolve("log/demo.log"));
  }

  private Map<String, String> data() {
    var found = client.configMaps().inNamespace("demo-space").withName("demo-demo").get();
    return found == null ? Map.of() : found.getData();
  }

  private Path state() {
    return directory.resolve("state");
  }

  private String show(String column) {
    return SystemRun.show(cluster.kubeconfig(), state(), column);
  }

  private SystemRun run(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("system", "--kubeconfig=" + cluster.kubeconfig(), "--state-dir=" + state()));
    all.addAll(List.of(arguments));
    return SystemRun.of(Map.of("PATH", System.getenv("PATH")), "", all);
  }
}
