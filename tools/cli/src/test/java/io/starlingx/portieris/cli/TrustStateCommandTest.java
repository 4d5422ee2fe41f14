/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import io.starlingx.portieris.webhook.kube.ConfigMapFloor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustStateCommandTest extends CommandFixture {

  private static final String GUN = "registry.test/team/app";
  private static final Path ROOT =
      Path.of(
          System.getProperty("portieris.root"),
          "image-trust/src/test/resources/fixtures/notary-gen/ok-ecdsa/server/v2",
          GUN,
          "_trust/tuf/root.json");
  private static final Digest CONTENT = Digest.of("content".getBytes(UTF_8));
  private static final FloorKey FIRST_USE =
      new FloorKey.FirstUse(List.of("https://n1.test", "https://n2.test"), GUN, "team-a");
  private static final FloorKey PINNED = new FloorKey.Pinned("ab".repeat(32), "registry.test/b");

  @TempDir Path directory;

  @BeforeEach
  void remember() throws IOException {
    remember(new DirectoryFloor(directory));
  }

  private static void remember(VersionFloor store) throws IOException {
    Floor floor =
        new Floor(
            Files.readAllBytes(ROOT),
            Map.of(
                "root", new Floor.Accepted(1, CONTENT),
                "timestamp", new Floor.Accepted(17, CONTENT)));
    store.raise(FIRST_USE, Optional.empty(), floor);
    store.raise(PINNED, Optional.empty(), floor);
  }

  private int run(String... arguments) {
    return execute(
        Stream.concat(Stream.of("trust-state"), Stream.of(arguments)).toArray(String[]::new));
  }

  private int inDirectory(String... arguments) {
    return run(
        Stream.concat(Stream.of(arguments), Stream.of("--state", directory.toString()))
            .toArray(String[]::new));
  }

  @Test
  void listsEveryRepositoryInATable() throws IOException {
    Files.delete(directory.resolve(PINNED.id() + ".floor"));

    assertThat(inDirectory("list")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            GUN                     KIND       POLICIES  ROOT  TIMESTAMP  STATE
            registry.test/b         pinned     any       -     -          gone
            registry.test/team/app  first use  team-a    1     17         ok
            """);
  }

  @Test
  void showsWhoseSignaturesAreTrusted() {
    assertThat(inDirectory("show", GUN)).isZero();
    assertThat(out.toString())
        .startsWith(
            GUN + "\n  kind      first use\n  policies  team-a\n  server    https://n1.test\n")
        .contains("  kept in   " + directory, "  role      timestamp 17  " + CONTENT)
        .containsPattern("  root      expires 2120-\\S+, needs 1 of 1 keys\n")
        .containsPattern("  root key  [0-9a-f]{64}  canonical [0-9a-f]{64}\n")
        .doesNotContain("registry.test/b");
  }

  @Test
  void tellsScriptsTheSame() throws IOException {
    assertThat(inDirectory("show", GUN, "--output", "json")).isZero();
    JsonNode entry = new ObjectMapper().readTree(out.toString()).path(0);

    assertThat(entry.path("kind").asText()).isEqualTo("first use");
    assertThat(entry.path("anchor").isNull()).isTrue();
    assertThat(entry.path("namespace").asText()).isEqualTo("team-a");
    assertThat(entry.path("servers")).hasSize(2);
    assertThat(entry.path("state").asText()).isEqualTo("ok");
    assertThat(entry.path("message").isNull()).isTrue();
    assertThat(entry.at("/roles/1").toString())
        .isEqualTo("{\"name\":\"timestamp\",\"version\":17,\"sha256\":\"" + CONTENT.hex() + "\"}");
    assertThat(entry.at("/root/version").asInt()).isEqualTo(1);
    assertThat(entry.at("/root/keys/0/publicKey").asText())
        .startsWith("-----BEGIN PUBLIC KEY-----\n");
  }

  @Test
  void forgetsOneRepositoryAndNotesIt() throws IOException {
    assertThat(inDirectory("reset", GUN)).isZero();

    assertThat(out.toString()).startsWith("forgotten:\n\n" + GUN + "\n");
    assertThat(new DirectoryFloor(directory).read(FIRST_USE))
        .isEqualTo(new VersionFloor.Reading.Unknown());
    assertThat(new DirectoryFloor(directory).read(PINNED))
        .isInstanceOf(VersionFloor.Reading.Known.class);
    assertThat(Files.readString(directory.resolve("resets.log")))
        .contains(" " + System.getProperty("user.name") + " reset " + GUN + ", ");
    assertThat(inDirectory("reset", GUN)).isEqualTo(ExitCode.FINDINGS);
    assertThat(err.toString()).isEqualTo("nothing is remembered of " + GUN + "\n");
  }

  @Test
  void forgetsNothingWhereTheIndexIsBroken() throws IOException {
    Files.writeString(directory.resolve("index"), "broken");

    assertThat(inDirectory("reset", GUN)).isEqualTo(ExitCode.FINDINGS);
    assertThat(err.toString()).startsWith("error: trust state index ").endsWith(" is broken\n");
    assertThat(directory.resolve(FIRST_USE.id() + ".floor")).exists();
  }

  @Test
  void wantsExactlyOnePlace() {
    assertThat(run("list")).isEqualTo(ExitCode.USAGE);
    assertThat(run("list", "--state", "a", "--kubeconfig", "b")).isEqualTo(ExitCode.USAGE);
    assertThat(run("list", "--state", directory.resolve("none").toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("list", "--kubeconfig", directory.resolve("none").toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(run()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void looksAfterTheStateOfACluster(@TempDir Path work) throws IOException {
    try (ControlPlane cluster = ControlPlane.start(work);
        KubernetesClient client = cluster.client()) {
      client.resource(Namespaces.of("trust")).create();
      try (ConfigMapFloor store = new ConfigMapFloor(client, "trust", TrustObserver.none())) {
        remember(store);
      }
      String[] place = {
        "--kubeconfig", cluster.kubeconfig().toString(), "--webhook-namespace", "trust"
      };

      assertThat(run("reset", GUN, place[0], place[1], place[2], place[3])).isZero();
      out.getBuffer().setLength(0);
      assertThat(run("list", place[0], place[1], place[2], place[3])).isZero();

      assertThat(out.toString()).contains("registry.test/b").doesNotContain(GUN);
      assertThat(client.v1().events().inNamespace("trust").list().getItems())
          .singleElement()
          .satisfies(
              event ->
                  assertThat(event.getMessage())
                      .matches("trust state of " + GUN + " reset by \\S+ \\(.+\\)"));
    }
  }
}
