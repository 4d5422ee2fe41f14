/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.ByteBudget;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.LoopbackServer;
import io.starlingx.portieris.trust.http.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a server that was asked too often is left alone. */
class BusyServerTest extends TokenReaderFixture {

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void waitsAsLongAsABusyServerSaysAndAsksOnceMore(int status) {
    List<Duration> pauses = new ArrayList<>();
    LoopbackServer server =
        https(
            (request, out) -> {
              if (pauses.isEmpty()) {
                LoopbackServer.respond(out, status, "{}", "Retry-After: 3");
              } else {
                LoopbackServer.respond(out, 200, "doc");
              }
            });

    assertDocument(read(reader(TokenSettings.none(), pauses::add), server.uri("/v2/doc")));
    assertThat(pauses).containsExactly(Duration.ofSeconds(3));
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void waitsForNothingThatMayNotBeNeeded() {
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 429, "{}", "Retry-After: 3"));
    RequestContext ahead =
        RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(50))).ahead(new ByteBudget(9));

    assertThat(reader(TokenSettings.none()).get(request(server.uri("/v2/doc")), ahead))
        .isEqualTo(new ReadResult.OtherStatus(429));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void leavesAServerAloneForAsLongAsItSays() {
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 429, "{}", "Retry-After: 30"));
    TokenReader reader = reader(TokenSettings.none());
    assertThat(read(reader, server.uri("/v2/doc"))).isEqualTo(new ReadResult.OtherStatus(429));

    nanos.addAndGet(Duration.ofSeconds(12).toNanos());

    assertThat(read(reader, server.uri("/v2/other")))
        .isEqualTo(
            new ReadResult.Failed(
                HttpResult.Kind.BUSY,
                "localhost:"
                    + server.port()
                    + ": it was asked too often and is asked again in 18 s, as it said"));
    assertThat(server.requests()).hasSize(1);

    nanos.addAndGet(Duration.ofSeconds(18).toNanos());
    read(reader, server.uri("/v2/doc"));
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void theLimitOfOneAccountIsNotThatOfAnother() {
    String alice = "Basic " + base64("alice:s3:cret");
    LoopbackServer server =
        https(
            (request, out) -> {
              String authorization = request.header("authorization").orElse("");
              if (authorization.isEmpty()) {
                LoopbackServer.respond(out, 401, "{}", "WWW-Authenticate: Basic realm=x");
              } else if (authorization.equals(alice)) {
                LoopbackServer.respond(out, 429, "{}", "Retry-After: 30");
              } else {
                LoopbackServer.respond(out, 200, "doc");
              }
            });
    TokenReader reader = reader(TokenSettings.none());
    assertThat(read(reader, server.uri("/v2/doc"), ALICE))
        .isEqualTo(new ReadResult.OtherStatus(429));

    assertDocument(read(reader, server.uri("/v2/doc"), BOB));
  }

  @Test
  void waitsForADayNoLongerThanAMinute() {
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 503, "{}", "Retry-After: 86400"));
    TokenReader reader = reader(TokenSettings.none());
    read(reader, server.uri("/v2/doc"));

    nanos.addAndGet(PoliteTransport.LONGEST_REST.toNanos());
    read(reader, server.uri("/v2/doc"));

    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void retriesStayASmallPartOfTheRequests() {
    List<Duration> pauses = new ArrayList<>();
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 429, "{}", "Retry-After: 1"));
    TokenReader reader = reader(TokenSettings.none(), pauses::add);

    for (int i = 0; i < 100; i++) {
      read(reader, server.uri("/v2/doc"));
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    assertThat(pauses).hasSize(RetryBudget.RETRIES);
    assertThat(server.requests()).hasSize(100 + RetryBudget.RETRIES);
  }

  @Test
  void requestsThatGoWellPayForARetry() {
    RetryBudget budget = new RetryBudget();
    for (int i = 0; i < RetryBudget.RETRIES; i++) {
      assertThat(budget.spend()).isTrue();
    }
    for (int i = 1; i < RetryBudget.REQUESTS_PER_RETRY; i++) {
      budget.earn();
    }
    assertThat(budget.spend()).isFalse();

    budget.earn();

    assertThat(budget.spend()).isTrue();
    assertThat(budget.spend()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "x", "-1", "99999999999999999999", "Wed, 21 Oct 2015 07:28:00 GMT"})
  void doesNotWaitForLongNorForWhatItDoesNotUnderstand(String value) {
    List<Duration> pauses = new ArrayList<>();
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 429, "{}", "Retry-After: " + value));

    assertThat(read(reader(TokenSettings.none(), pauses::add), server.uri("/v2/doc")))
        .isEqualTo(new ReadResult.OtherStatus(429));
    assertThat(pauses).isEmpty();
  }
}
