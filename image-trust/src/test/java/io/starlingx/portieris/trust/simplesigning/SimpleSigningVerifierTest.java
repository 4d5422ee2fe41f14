/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which signatures of a store are looked at and what they are worth together. */
class SimpleSigningVerifierTest extends SignatureServers {

  @Test
  void oneGoodSignatureSufficesWhateverElseLiesInTheStore() {
    store("garbage", "bad-digest", "ok-alice");

    assertThat(verify(ALICE))
        .isEqualTo(
            new Verdict.Trusted(
                Optional.of(SimpleFixtures.manifest()),
                List.of(SimpleFixtures.ALICE),
                Instant.MAX));
    assertThat(server.count(STORED + 4)).isZero();
  }

  @Test
  void whatCannotBeASignatureIsPassedOver() {
    byte[] tooLong = new byte[SignedMessage.MAX_BLOB + 1];
    server.answer(STORED + 1, Answer.of(200, "application/octet-stream", tooLong));
    server.answer(STORED + 2, Answer.of(200, "text/html", "<html>sign in</html>"));
    server.answer(STORED + 3, Answer.of(200, "application/octet-stream", new byte[0]));
    assertRejected(verify(ALICE), ReasonCode.TOO_LARGE, "None of the signatures were accepted");

    server.answer(STORED + 4, signature("ok-alice"));
    assertThat(verify(ALICE)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void refusesAnImageWithoutSignatures() {
    assertRejected(
        verify(ALICE),
        ReasonCode.NO_SIGNATURE,
        "A signature was required, but no signature exists");
  }

  @Test
  void reportsTheSignatureThatGotFurthest() {
    store("garbage", "bad-digest", "ok-bob");

    assertRejected(
        verify(ALICE),
        ReasonCode.DIGEST_MISMATCH,
        "None of the signatures were accepted, reasons: ");
  }

  @Test
  void everyRequirementMustBeMet() {
    store("ok-alice");
    assertRejected(verify(ALICE, BOB), ReasonCode.UNTRUSTED_KEY, "is not accepted");

    store("ok-alice", "ok-bob");
    assertThat(verify(ALICE, BOB)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void looksAtSixteenSignaturesAtMost() {
    for (int i = 1; i <= 20; i++) {
      server.answer(STORED + i, signature(i == 17 ? "ok-alice" : "garbage"));
    }

    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "");
    assertThat(server.count(STORED + 16)).isEqualTo(1);
    assertThat(server.count(STORED + 17)).isZero();
  }

  @Test
  void aStoreThatFailsIsNoStoreWithoutSignatures() {
    server.answer(STORED + 1, Answer.status(503));
    assertThat(verify(ALICE).code()).isEqualTo(ReasonCode.UNAVAILABLE);

    server.answer(STORED + 1, Answer.disconnect());
    assertThat(verify(ALICE).code()).isEqualTo(ReasonCode.UNAVAILABLE);

    server.answer(STORED + 1, Answer.endless("application/octet-stream"));
    assertThat(verify(ALICE).code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  @Test
  void sendsTheStoresPasswordToTheStoreOnly() {
    Answer secured =
        exchange -> {
          String header = exchange.getRequestHeaders().getFirst("Authorization");
          (header == null
                  ? Answer.status(401).withHeader("WWW-Authenticate", "Basic realm=\"s\"")
                  : signature("ok-alice"))
              .send(exchange);
        };
    server.answer(STORED + 1, secured);

    assertThat(verify(ALICE)).isInstanceOf(Verdict.Trusted.class);
    assertThat(
            server.requests().stream()
                .filter(request -> request.header("authorization").isPresent())
                .map(ReceivedRequest::path))
        .isNotEmpty()
        .allMatch(path -> path.startsWith("/store/"));
  }
}
