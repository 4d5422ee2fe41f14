/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.http.TestTransport;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.policy.SignerThreshold;
import io.starlingx.portieris.trust.registry.TokenReader;
import io.starlingx.portieris.trust.registry.TokenSettings;
import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.TufSettings;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verdict costs, counted by the server: a repository with delegations to three roles. */
class RequestBudgetTest {

  private static final String GUN = "localhost:15000/team/delegated";
  private static final String FILES = "/v2/" + GUN + "/_trust/tuf/";
  private static final Duration FRESHNESS = Duration.ofSeconds(30);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private Instant now = Fixtures.CAPTURED;
  private FaultyServer server;
  private HttpTransport transport;
  private NotaryVerifier verifier;

  @BeforeEach
  void start(@TempDir Path directory) {
    TestAuthority authority = TestAuthority.create(directory.resolve("tls"));
    server = FaultyServer.start(authority);
    Path captured = Fixtures.captured("delegations").resolve("server");
    server.replay(captured);
    serveCurrent(captured.resolve(FILES.substring(1)));
    transport = TestTransport.trusting(authority);
    verifier =
        new NotaryVerifier(
            new TokenReader(transport, TokenSettings.none(), () -> now),
            new DirectoryFloor(directory.resolve("state")),
            TrustObserver.none(),
            new TufSettings(FRESHNESS, Duration.ZERO),
            executor,
            () -> now);
  }

  /** The files of a capture are named by their hashes, but the server knows their roles too. */
  private void serveCurrent(Path files) {
    try (Stream<Path> all = Files.walk(files)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = files.relativize(file).toString();
        String current = name.replaceFirst("\\.[0-9a-f]{64}\\.json$", ".json");
        if (!current.equals(name)) {
          server.answer(FILES + current, Answer.json(Files.readString(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    transport.close();
    server.close();
    executor.shutdownNow();
  }

  /** The files that were asked for, without hash, since the last call. */
  private List<String> cost(String image, Signer... signers) {
    int before = server.requests().size();
    ImageReference reference = ImageReference.of(GUN + image);
    assertThat(
            verifier
                .verify(
                    new TrustRequest(
                        reference,
                        reference.name(),
                        List.of(
                            new TrustServer(server.uri(""), List.of(), TargetSource.CONFIGURED)),
                        new RootAnchor.FirstUse(),
                        List.of(signers),
                        SignerThreshold.ALL,
                        List.of(),
                        "",
                        false),
                    RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(1))))
                .verdict()
                .code())
        .isEqualTo(ReasonCode.ALLOW);
    return server.requests().subList(before, server.requests().size()).stream()
        .map(ReceivedRequest::path)
        .map(path -> path.replace(FILES, "").replaceFirst("(\\.[0-9a-f]{64})?\\.json$", ""))
        .toList();
  }

  private static Signer alice() {
    try {
      return new Signer(
          "alice", Files.readString(Fixtures.captured("delegations").resolve("keys/alice.crt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void coldCostsTheFourBaseRolesAndOneForEachDelegationUsed() {
    assertThat(cost(":v1", alice()))
        .startsWith("timestamp", "root", "snapshot")
        .containsExactlyInAnyOrder(
            "root", "timestamp", "snapshot", "targets", "targets/releases", "targets/alice");
  }

  @Test
  void warmCostsTheTimestampPastSharedCaches() {
    cost(":v1", alice());
    now = now.plus(FRESHNESS);

    assertThat(cost(":v1", alice())).containsExactly("timestamp");
    assertThat(server.requests().getLast().header("Cache-Control")).contains("no-cache");
    assertThat(server.requests())
        .allSatisfy(request -> assertThat(request.header("Accept-Encoding")).isEmpty());
  }

  @Test
  void anotherTagOfTheSameRepositoryCostsNothingWhileTheTimestampIsFresh() {
    cost(":v1");
    now = now.plus(FRESHNESS).minusMillis(1);

    assertThat(cost(":v2")).isEmpty();
  }

  @Test
  void anotherSignerCostsTheTimestampAndTheSignersRole() {
    cost(":v1");

    assertThat(cost(":v1", alice())).containsExactlyInAnyOrder("timestamp", "targets/alice");
  }
}
