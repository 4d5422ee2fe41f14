/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.testbed.DockerRegistry;
import io.starlingx.portieris.testbed.RegistryAccess;
import io.starlingx.portieris.testbed.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppPushImageCommandTest {

  private static final String CONFIG = "{\"architecture\":\"amd64\",\"os\":\"linux\"}";
  private static final String MANIFEST =
      "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
          + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
          + digest(CONFIG)
          + "\",\"size\":"
          + CONFIG.length()
          + "},\"layers\":[]}";

  private final Path directory;
  private final TestAuthority authority;
  private final DockerRegistry registry;
  private final Path archive;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  AppPushImageCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    authority = TestAuthority.create(directory.resolve("tls"));
    registry =
        DockerRegistry.start(
            directory.resolve("registry"),
            authority,
            new RegistryAccess.Password("alice", "secret"));
    archive = write(directory.resolve("image.oci.tar"));
  }

  private static Path write(Path file) throws IOException {
    String index =
        "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":"
            + "\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\""
            + digest(MANIFEST)
            + "\",\"size\":"
            + MANIFEST.length()
            + ",\"annotations\":{\"io.containerd.image.name\":\"docker.io/team/app:1.0\"}}]}";
    try (TarWriter tar = TarWriter.plain(Files.newOutputStream(file))) {
      tar.file("oci-layout", "{}".getBytes(UTF_8));
      tar.file("index.json", index.getBytes(UTF_8));
      tar.file("blobs/sha256/" + digest(CONFIG).substring(7), CONFIG.getBytes(UTF_8));
      tar.file("blobs/sha256/" + digest(MANIFEST).substring(7), MANIFEST.getBytes(UTF_8));
    }
    return file;
  }

  @BeforeEach
  void forget() {
    out = new StringWriter();
    err = new StringWriter();
  }

  @AfterAll
  void stop() {
    registry.close();
  }

  @Test
  void printsTheDigestAloneAndTellsTheRestOnStandardError() {
    int code =
        run(
            "secret\n",
            archive.toString(),
            "--username",
            "alice",
            "--password-stdin",
            "--ca",
            ca());

    assertThat(err.toString())
        .contains("tag " + registry.host() + "/docker.io/team/app:1.0")
        .doesNotContain("secret");
    assertThat(out).hasToString(digest(MANIFEST) + "\n");
    assertThat(code).isZero();
  }

  @Test
  void findsTheUserInTheDockerConfiguration() throws IOException {
    Path config = Files.createDirectories(directory.resolve("docker"));
    String auth = Base64.getEncoder().encodeToString("alice:secret".getBytes(UTF_8));
    Files.writeString(
        config.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.host(), auth));

    int code = run("", archive.toString(), "--docker-config", config.toString(), "--ca", ca());

    assertThat(err.toString()).doesNotContain("error");
    assertThat(code).isZero();
  }

  @Test
  void wrongPasswordIsOneErrorThatDoesNotShowIt() {
    int code =
        run("wrong", archive.toString(), "--username", "alice", "--password-stdin", "--ca", ca());

    assertThat(code).isEqualTo(ExitCode.FINDINGS);
    assertThat(err.toString())
        .contains("error: " + registry.host() + " refused user alice")
        .contains("Nothing was tagged.")
        .doesNotContain("wrong\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void passwordsAreNotTakenFromTheCommandLine() {
    assertThat(run("", archive.toString(), "--username", "alice")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--username and --password-stdin belong together");
    assertThat(run("", archive.toString(), "--username", "a", "--password", "b"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void damagedArchiveIsAnInputError() throws IOException {
    Path cut = directory.resolve("cut.tar");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(archive), 2000));

    assertThat(run("", cut.toString(), "--ca", ca())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("error: " + cut);
  }

  @Test
  void unusableTargetIsAnInputError() {
    assertThat(command("").execute("app", "push-image", archive.toString(), "--to", "http://x"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--to http://x: a registry is named without scheme");
  }

  private String ca() {
    return authority.certificateFile().toString();
  }

  private int run(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("app", "push-image", "--to", registry.host()));
    all.addAll(List.of(arguments));
    return command(input).execute(all.toArray(String[]::new));
  }

  private CommandLine command(String input) {
    CommandLine root = Main.commandLine(Map.of(), new ByteArrayInputStream(input.getBytes(UTF_8)));
    root.setOut(new PrintWriter(out, true));
    root.setErr(new PrintWriter(err, true));
    return root;
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
