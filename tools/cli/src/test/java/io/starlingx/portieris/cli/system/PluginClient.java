/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code system} command on an application whose plugin tells of each hook. */
final class PluginClient {

  private static final Pattern HOOK = Pattern.compile("HOOK (\\S+ \\S+ ?\\S*)");

  private final Path kubeconfig;
  private final Path directory;
  private List<String> seen = List.of();

  /**
   * @param directory for tarballs and the state
   */
  PluginClient(Path kubeconfig, Path directory) {
    this.kubeconfig = kubeconfig;
    this.directory = directory;
  }

  /** Uploads the application anew. */
  void upload(String metadata) throws IOException {
    SystemRun uploaded = run("application-upload", tarball("1.0-1", metadata).toString());
    assertThat(uploaded.code()).as(uploaded.err()).isZero();
  }

  /** A tarball of that version. */
  Path tarball(String version) throws IOException {
    return tarball(version, "");
  }

  private Path tarball(String version, String metadata) throws IOException {
    return new DemoTarball()
        .file(
            "metadata.yaml",
            """
            app_name: demo
            app_version: "%s"
            supported_k8s_version: {minimum: "1.24.4"}
            """
                    .formatted(version)
                + metadata)
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
                resource("entry_points.txt")))
        .write(directory);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PluginClient.class.getResourceAsStream("plugin/" + name))) {
      return in.readAllBytes();
    }
  }

  /**
   * What the plugin's operator is to do.
   *
   * @param hooks in which hooks, of which version if that matters: {@code check/apply/pre@1.0-1}
   * @param values lines of YAML with other values
   */
  void order(String deed, String hooks, String... values) throws IOException {
    Path orders =
        Files.writeString(
            directory.resolve("orders.yaml"),
            "orders: {%s: [%s]}\n%s\n".formatted(deed, hooks, String.join("\n", values)));
    SystemRun run =
        run("helm-override-update", "demo", "demo", "demo-space", "--values", orders.toString());
    assertThat(run.code()).as(run.err()).isZero();
  }

  /** Hooks that the operator has been called in since this was last asked. */
  List<String> hooks() throws IOException {
    List<String> all = new ArrayList<>();
    Matcher hook = HOOK.matcher(log());
    while (hook.find()) {
      all.add(hook.group(1).strip());
    }
    List<String> fresh = all.subList(Math.min(seen.size(), all.size()), all.size());
    seen = all;
    return fresh;
  }

  String log() throws IOException {
    return Files.readString(state().resolve("log/demo.log"));
  }

  String show(String column) {
    return SystemRun.show(kubeconfig, state(), column);
  }

  Path state() {
    return directory.resolve("state");
  }

  SystemRun run(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("system", "--kubeconfig=" + kubeconfig, "--state-dir=" + state()));
    all.addAll(List.of(arguments));
    return SystemRun.of(Map.of("PATH", System.getenv("PATH")), "", all);
  }

  /** Leaves nothing of the application, without asking its plugin. */
  void discard() {
    run("--no-plugins", "application-remove", "demo", "--force");
    run("--no-plugins", "application-delete", "demo", "--force");
  }
}
