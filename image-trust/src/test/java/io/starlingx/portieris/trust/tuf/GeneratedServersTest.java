/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.trust.notary.ServerFiles;
import io.starlingx.portieris.trust.policy.PemDocument;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client alone makes of every generated trust server, whatever tag is asked for. */
class GeneratedServersTest {

  private static final Path ROOT = Path.of("src/test/resources/fixtures/notary-gen");

  /** These differ only in what a tag stands for. */
  private static final Set<String> VERIFIED =
      Set.of("accept", "accept-without-role", "bad-target-digest", "no-such-target");

  private static final Map<String, List<String>> EARLIER =
      Map.of(
          "rotate-root.2", List.of("rotate-root.1"),
          "rotate-root-gap.3", List.of("rotate-root.1"),
          "rollback-snapshot.2", List.of("rollback.1"),
          "rollback-targets.2", List.of("rollback.1"));

  private static final String ACQUAINTED = "registry.test/team/acquainted";

  @TempDir Path state;

  private final TestPublisher acquaintance = new TestPublisher(ACQUAINTED).publish();

  static List<String> cases() throws IOException {
    try (Stream<Path> directories = Files.list(ROOT)) {
      return directories
          .filter(Files::isDirectory)
          .map(directory -> directory.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isVerifiedOrStoppedAsExpected(String name) throws IOException {
    expect(name, this::update);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isJudgedTheSameWhenEverythingIsAskedForAtOnce(String name) throws IOException {
    expect(name, this::updateAtOnce);
  }

  private interface Asking {
    ReasonCode of(String name) throws IOException;
  }

  private static void expect(String name, Asking update) throws IOException {
    for (String earlier : EARLIER.getOrDefault(name, List.of())) {
      assertThat(update.of(earlier)).isEqualTo(ReasonCode.ALLOW);
    }
    String expect =
        new ObjectMapper()
            .readTree(ROOT.resolve(name).resolve("case.json").toFile())
            .path("expect")
            .asText();
    ReasonCode code =
        VERIFIED.contains(expect)
            ? ReasonCode.ALLOW
            : ReasonCode.valueOf(expect.toUpperCase(Locale.ROOT).replace('-', '_'));
    assertThat(update.of(name)).isEqualTo(code);
  }

  private ReasonCode update(String name) throws IOException {
    return new TufFixture(new ServerFiles(ROOT.resolve(name)), new DirectoryFloor(state))
        .code(anchor(name));
  }

  /** By a client whom the server has answered before, and who is served all current names. */
  private ReasonCode updateAtOnce(String name) throws IOException {
    Path files =
        ROOT.resolve(name).resolve("server/v2").resolve(TufFixture.GUN).resolve("_trust/tuf");
    ServerFiles server = new ServerFiles(ROOT.resolve(name));
    TufFixture client =
        new TufFixture(
            (request, context) ->
                request.uri().getPath().contains(ACQUAINTED)
                    ? acquaintance.get(request, context)
                    : server.get(byHash(request, files), context),
            new DirectoryFloor(state));
    RootAnchor first = new RootAnchor.FirstUse();
    assertThat(
            TufFixture.code(client.update(request(ACQUAINTED, first, RoleSelection.everything()))))
        .isEqualTo(ReasonCode.ALLOW);
    Set<String> delegations =
        names(files)
            .map(file -> file.replaceFirst("\\.[0-9a-f]{64}\\.json$", ""))
            .filter(Role::isDelegation)
            .collect(Collectors.toSet());
    RoleSelection all = new RoleSelection(delegations, Set.of(Role.TARGETS));
    return TufFixture.code(client.update(request(TufFixture.GUN, anchor(name), all)));
  }

  private static UpdateRequest request(String gun, RootAnchor anchor, RoleSelection roles) {
    RepositoryLocation server = TufFixture.LOCATION;
    return new UpdateRequest(
        new RepositoryLocation(
            server.server(), gun, server.credentials(), server.authorities(), server.source()),
        anchor,
        FloorKey.of(anchor, List.of("https://notary.test"), gun, ""),
        roles,
        false,
        false);
  }

  /** The same request by the name that the case has a current file under. */
  private static ReadRequest byHash(ReadRequest request, Path files) {
    String path = request.uri().getPath();
    String role = path.replaceFirst(".*/_trust/tuf/(.*)\\.json", "$1");
    return names(files)
        .filter(file -> file.matches(Pattern.quote(role) + "\\.[0-9a-f]{64}\\.json"))
        .findFirst()
        .map(
            file ->
                new ReadRequest(
                    request.uri().resolve(path.replace(role + ".json", file)),
                    request.headers(),
                    request.scope(),
                    request.credentials(),
                    request.maxBytes(),
                    request.authorities(),
                    request.source()))
        .orElse(request);
  }

  private static Stream<String> names(Path files) {
    try (Stream<Path> all = Files.walk(files)) {
      return all
          .filter(Files::isRegularFile)
          .map(file -> files.relativize(file).toString())
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RootAnchor anchor(String name) throws IOException {
    Path authorities = ROOT.resolve(name).resolve("ca.pem");
    return Files.exists(authorities)
        ? new RootAnchor.Authorities(
            PemDocument.certificates(Files.readString(authorities)).orElseThrow())
        : new RootAnchor.FirstUse();
  }
}
