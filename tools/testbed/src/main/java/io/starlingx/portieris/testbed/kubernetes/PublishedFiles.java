/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.TestbedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Files on a public server. A network without access to it is noticed within five seconds. */
final class PublishedFiles implements AutoCloseable {

  private static final Duration TEXT_LIMIT = Duration.ofSeconds(5);
  private static final Duration FILE_LIMIT = Duration.ofMinutes(15);

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(Redirect.NORMAL).connectTimeout(TEXT_LIMIT).build();

  /** A short text, within five seconds. */
  String text(URI uri) {
    return get(uri, BodyHandlers.ofString(), TEXT_LIMIT);
  }

  /** Downloads a file and compares its SHA-256 before anybody sees it under its name. */
  void file(URI uri, String sha256, Path target) {
    get(uri, BodyHandlers.ofFile(target), FILE_LIMIT);
    try {
      String actual = Sha256Sums.of(target, "SHA-256");
      if (!actual.equals(sha256)) {
        throw new TestbedException(
            uri + " has SHA-256 " + actual + " where " + sha256 + " is published");
      }
    } catch (IOException e) {
      throw new TestbedException("cannot read " + target + ": " + e.getMessage(), e);
    }
  }

  private <T> T get(URI uri, BodyHandler<T> handler, Duration limit) {
    CompletableFuture<HttpResponse<T>> answer =
        client.sendAsync(HttpRequest.newBuilder(uri).build(), handler);
    try {
      HttpResponse<T> response = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new TestbedException("GET " + uri + " gave status " + response.statusCode());
      }
      return response.body();
    } catch (ExecutionException e) {
      throw new TestbedException("GET " + uri + " failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new TestbedException("GET " + uri + " took more than " + limit.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestbedException("GET " + uri + " was interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
