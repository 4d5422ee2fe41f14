/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.HttpResult.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are too long, or that two readers could read differently. */
class AnswerLimitsTest extends HttpTransportFixture {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 11\r\n\r\nhello world",
        "Transfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n",
        "Connection: close\r\n\r\nhello world",
        "Content-Length: 99999999999\r\n\r\nhello"
      })
  void refusesABodyLongerThanAskedFor(String rest) {
    assertFailed(sendTo("HTTP/1.1 200 OK\r\n" + rest), Kind.TOO_LARGE, "longer than 10 bytes");
  }

  @Test
  void acceptsABodyOfExactlyTheLimit() {
    assertThat(answer(sendTo("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789")).body())
        .hasSize(10);
  }

  @Test
  void cutsTheBodyOfAnErrorInsteadOfFailing() {
    String page = "x".repeat(100_000);

    HttpResult result = sendTo("HTTP/1.1 404 Not Found\r\nContent-Length: 100000\r\n\r\n" + page);

    assertThat(answer(result).status()).isEqualTo(404);
    assertThat(answer(result).body()).hasSize(TransportLimits.STANDARD.errorBytes());
  }

  @Test
  void allAnswersToOneVerificationTogetherAreLimited() {
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 200, "x".repeat(600)));
    RequestContext context =
        new RequestContext(Deadline.after(PLENTY), records::add, new ByteBudget(1000));
    HttpTransport transport = transport();

    assertThat(answer(transport.send(get(server.uri("/a"), 800), context)).body()).hasSize(600);
    assertFailed(
        transport.send(get(server.uri("/b"), 800), context),
        Kind.TOO_LARGE,
        "one verification reads no more");
    assertFailed(transport.send(get(server.uri("/c"), 800), context), Kind.TOO_LARGE);
    assertThat(
            answer(
                    transport.send(
                        get(server.uri("/d"), 800),
                        RequestContext.unrecorded(Deadline.after(PLENTY))))
                .body())
        .hasSize(600);
  }

  @ParameterizedTest
  @ValueSource(ints = {40_000, 4_000_000})
  void refusesALongHeaderLine(int length) {
    assertFailed(
        sendTo("HTTP/1.1 200 OK\r\nX: " + "x".repeat(length) + "\r\n\r\n"), Kind.MALFORMED);
  }

  @Test
  void refusesManyHeaderLinesThatTogetherAreTooLong() {
    String lines = ("X: " + "x".repeat(1000) + "\r\n").repeat(34);

    assertFailed(
        sendTo("HTTP/1.1 200 OK\r\n" + lines + "Content-Length: 0\r\n\r\n"), Kind.MALFORMED);
  }

  @Test
  void stopsReadingAnEndlessHeader() {
    LoopbackServer server =
        http(
            (request, out) -> {
              LoopbackServer.raw(out, "HTTP/1.1 200 OK\r\n");
              while (true) {
                LoopbackServer.raw(out, "X: y\r\n".repeat(1000));
              }
            });

    assertFailed(send(transport(), get(server.uri("/"), 9)), Kind.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhi\r\n0\r\n\r\n",
        "HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 two hundred\r\n\r\n",
        "<html><body>login</body></html>\r\n\r\n",
      })
  void refusesAnAnswerThatTwoReadersCouldUnderstandDifferently(String answer) {
    assertFailed(sendTo(answer), Kind.MALFORMED);
  }

  @Test
  void aBodyThatEndsTooSoonIsABrokenConnection() {
    assertFailed(
        sendTo("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"), Kind.UNREACHABLE, "broke");
    assertFailed(
        sendTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhi"), Kind.UNREACHABLE);
  }

  @Test
  void passesOverInterimAnswersButNotOverEndlessOnes() {
    assertThat(
            answer(
                    sendTo(
                        "HTTP/1.1 103 Early\r\nLink: x\r\n\r\n".repeat(2)
                            + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
                .status())
        .isEqualTo(200);
    assertFailed(sendTo("HTTP/1.1 103 Early\r\n\r\n".repeat(1000)), Kind.MALFORMED);
  }
}
