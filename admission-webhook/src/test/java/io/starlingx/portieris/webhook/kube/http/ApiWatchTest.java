/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of watches when the server does not do as it should. */
@Timeout(300)
class ApiWatchTest extends ApiClientFixture {

  @Test
  void watchesWhateverTheCharactersAndHoweverTheyArrive() throws Exception {
    String text = "ü, ß, 日本, \\\" and 😀";
    Answer events =
        Answer.dripping(
            "application/json",
            (event("ADDED", "1", text) + event("MODIFIED", "2", text + text)).getBytes(UTF_8),
            Duration.ofNanos(1));
    try (FaultyServer server = FaultyServer.startPlain().answer(LIST, events, Answer.silence());
        KubernetesClient client = client(server, PATIENT);
        Watch _ = watch(client, seen)) {
      assertThat(seen.take()).isEqualTo("ADDED ü, ß, 日本, \" and 😀");
      assertThat(seen.take()).isEqualTo("MODIFIED ü, ß, 日本, \" and 😀ü, ß, 日本, \" and 😀");
    }
  }

  @Test
  void watchesOnWhereTheConnectionBroke() throws Exception {
    byte[] first = event("ADDED", "17", "one").getBytes(UTF_8);
    Answer half = Answer.truncated("application/json", Arrays.copyOf(first, 9999), first.length);
    Answer rest = Answer.of(200, "application/json", event("MODIFIED", "18", "two"));
    try (FaultyServer server =
            FaultyServer.startPlain()
                .answer(LIST, half, Answer.status(503), rest, Answer.silence());
        KubernetesClient client = client(server, PATIENT);
        Watch _ = watch(client, seen)) {
      assertThat(seen.take()).isEqualTo("ADDED one");
      assertThat(seen.take()).isEqualTo("MODIFIED two");
      assertThat(server.requests().get(2).query()).contains("resourceVersion=17");
    }
  }

  @Test
  void takesNoRefusalForAnEvent() throws Exception {
    String status = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":503}\n";
    Answer refused = Answer.of(503, "application/json", status);
    Answer events = Answer.of(200, "application/json", event("ADDED", "17", "one"));
    try (FaultyServer server =
            FaultyServer.startPlain().answer(LIST, refused, refused, events, Answer.silence());
        KubernetesClient client = client(config(server).withRequestRetryBackoffLimit(1));
        Watch _ = watch(client, seen)) {
      assertThat(seen.take()).isEqualTo("ADDED one");
      assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void asksAgainForAWatchThatDoesNotBegin() throws Exception {
    Answer events = Answer.of(200, "application/json", event("ADDED", "17", "one"));
    try (FaultyServer server = FaultyServer.startPlain().answer(LIST, Answer.silence(), events);
        KubernetesClient client = client(config(server).withConnectionTimeout(50));
        Watch _ = watch(client, seen)) {
      assertThat(seen.take()).isEqualTo("ADDED one");
    }
  }

  @Test
  void hangsUpWhenAWatchIsClosed() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    Answer watched = endlessUntil(hungUp);
    try (FaultyServer server = FaultyServer.startPlain().answer(LIST, watched, Answer.silence());
        KubernetesClient client = client(server, PATIENT)) {
      watch(client, seen).close();

      hungUp.await();
    }
  }

  @Test
  void hangsUpWhenTheClientIsClosed() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    Answer watched = endlessUntil(hungUp);
    try (FaultyServer server = FaultyServer.startPlain().answer(LIST, watched, Answer.silence())) {
      try (KubernetesClient client = client(server, PATIENT)) {
        watch(client, seen);
        server.awaitRequests(1);
      }
      hungUp.await();
    }
  }

  private static Answer endlessUntil(CountDownLatch hungUp) {
    Answer endless = Answer.endless("application/json");
    return exchange -> {
      try {
        endless.send(exchange);
      } finally {
        hungUp.countDown();
      }
    };
  }
}
