/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends a request until it is answered: once more after a lost connection, status 429 or 5xx, with
 * growing pauses. Every request of the distribution protocol may be repeated.
 */
final class Exchange {

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8));
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final int MAX_BODY = 64 * 1024;

  /** Makes a request. */
  @FunctionalInterface
  interface Request {
    HttpRequest next() throws PushException;
  }

  private final HttpClient client;
  private final Pause pause;

  Exchange(HttpClient client, Pause pause) {
    this.client = client;
    this.pause = pause;
  }

  /**
   * The answer, whatever its status.
   *
   * @param request makes the request anew for each attempt
   */
  Answer send(Request request) throws PushException {
    return attempt(request, message -> read(stream(message)), Answer::status, Answer::headers);
  }

  /** The same with the bytes as they come; the caller closes them. */
  HttpResponse<InputStream> open(Request request) throws PushException {
    return attempt(request, this::stream, HttpResponse::statusCode, HttpResponse::headers);
  }

  /** Sends a message once. */
  @FunctionalInterface
  private interface Attempt<T> {
    T send(HttpRequest message) throws IOException, InterruptedException;
  }

  private <T> T attempt(
      Request request, Attempt<T> sender, ToIntFunction<T> status, Function<T, HttpHeaders> headers)
      throws PushException {
    for (int attempt = 0; ; attempt++) {
      boolean last = attempt == PAUSES.size();
      HttpRequest message = request.next();
      Duration wait = last ? Duration.ZERO : PAUSES.get(attempt);
      try {
        T answer = sender.send(message);
        if (last || !mayPass(status.applyAsInt(answer))) {
          return answer;
        }
        wait = retryAfter(headers.apply(answer)).orElse(wait);
      } catch (IOException e) {
        if (last || isFinal(e)) {
          throw failure(message, e, attempt + 1);
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      rest(wait);
    }
  }

  private void rest(Duration wait) throws PushException {
    try {
      pause.pause(wait);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private HttpResponse<InputStream> stream(HttpRequest request)
      throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  /** A short answer as a whole. */
  static Answer answer(HttpResponse<InputStream> response) throws PushException {
    try {
      return read(response);
    } catch (IOException e) {
      throw failure(response.request(), e, 1);
    }
  }

  private static Answer read(HttpResponse<InputStream> response) throws IOException {
    try (InputStream in = response.body()) {
      String body = new String(in.readNBytes(MAX_BODY), StandardCharsets.UTF_8);
      return new Answer(response.statusCode(), response.headers(), body);
    }
  }

  private static boolean mayPass(int status) {
    return status == 429 || (status >= 500 && status != 501);
  }

  private static Optional<Duration> retryAfter(HttpHeaders headers) {
    return headers
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,4}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .map(wait -> wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait);
  }

  /** What another attempt would meet again. */
  private static boolean isFinal(IOException e) {
    return causedBy(e, SSLHandshakeException.class)
        || causedBy(e, UnknownHostException.class)
        || causedBy(e, UnresolvedAddressException.class)
        || (e instanceof SSLException && String.valueOf(e.getMessage()).contains("plaintext"));
  }

  private static PushException failure(HttpRequest request, IOException e, int attempts) {
    String host = request.uri().getRawAuthority();
    if (causedBy(e, SSLHandshakeException.class)) {
      return new PushException(
          "the certificate of "
              + host
              + " is not trusted ("
              + message(e)
              + "): name its authority with --ca FILE",
          e);
    }
    if (e instanceof SSLException) {
      return new PushException(host + " does not speak TLS (" + message(e) + ")", e);
    }
    boolean unknown =
        causedBy(e, UnknownHostException.class) || causedBy(e, UnresolvedAddressException.class);
    return new PushException(
        unknown
            ? "the name of " + host + " cannot be resolved"
            : host
                + " cannot be reached, or breaks the connection ("
                + message(e)
                + "; "
                + attempts
                + " attempts, the last one "
                + request.method()
                + ")",
        e);
  }

  private static boolean causedBy(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String message(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    return thrown.getClass().getSimpleName().replace("Exception", "");
  }

  private static PushException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new PushException("interrupted", e);
  }
}
