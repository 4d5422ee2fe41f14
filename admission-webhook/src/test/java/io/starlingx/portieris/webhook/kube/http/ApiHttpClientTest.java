/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import io.starlingx.portieris.testbed.http.TunnelProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of requests when the server, or what stands for it, does not do as it should. */
@Timeout(300)
class ApiHttpClientTest {

  private static final String PATH = "/api/v1/namespaces/ns/configmaps/one";
  private static final String JSON =
      "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"one\"},"
          + "\"data\":{\"é\":\"ü\"}}";
  private static final String LIST = "/api/v1/namespaces/ns/configmaps";
  private static final int PATIENT = 120_000;

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  @Test
  void sendsWhatFabric8AsksForAndReadsTheAnswer() {
    try (FaultyServer server =
            FaultyServer.startPlain()
                .answer(PATH, Answer.json(JSON))
                .answer("/", Answer.json(JSON));
        KubernetesClient client = client(server, PATIENT)) {
      assertThat(get(client).getData()).isEqualTo(Map.of("é", "ü"));
      client.resource(object("1")).create();
      client.resource(object("2")).update();
      client.configMaps().inNamespace("ns").withName("one").delete();

      assertThat(server.requests())
          .extracting(ReceivedRequest::method)
          .containsExactly("GET", "POST", "PUT", "DELETE");
      ReceivedRequest put = server.requests().get(2);
      assertThat(put.header("Authorization")).contains("Bearer secret");
      assertThat(put.header("Content-Type")).contains("application/json");
      assertThat(put.header("User-Agent")).contains("test/1");
    }
  }

  @Test
  void tellsARefusalWithTheServersStatus() {
    String status =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":409,"
            + "\"reason\":\"Conflict\",\"message\":\"somebody was faster\"}";
    try (FaultyServer server =
            FaultyServer.startPlain()
                .answer(PATH, Answer.of(409, "application/json", status), Answer.status(404));
        KubernetesClient client = client(server, PATIENT)) {
      assertThatThrownBy(() -> client.resource(object("1")).update())
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409))
          .hasMessageContaining("somebody was faster");
      assertThat(get(client)).isNull();
    }
  }

  @Test
  void anAnswerThatHasNoBodyIsNotWaitedFor() {
    try (FaultyServer server = FaultyServer.startPlain().answer(PATH, Answer.status(204));
        KubernetesClient client = client(server, PATIENT)) {
      assertThat(client.raw(PATH)).isNullOrEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  /** What has to be sent again is sent by fabric8's scheduler, which has one thread for all. */
  @Test
  void theRepeatOfOneRequestDoesNotHoldUpThatOfAnother() {
    Answer[] silentNextTime = {Answer.status(503), Answer.silence()};
    Answer[] goodNextTime = {Answer.status(503), Answer.json(JSON)};
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        FaultyServer server =
            FaultyServer.startPlain()
                .answer(PATH, silentNextTime)
                .answer(PATH.replace("one", "two"), goodNextTime);
        KubernetesClient client = client(config(server).withRequestRetryBackoffLimit(1))) {
      Future<ConfigMap> silent = threads.submit(() -> get(client));
      while (server.requests().size() < silentNextTime.length) {
        Thread.onSpinWait();
      }

      assertThat(client.configMaps().inNamespace("ns").withName("two").get().getData())
          .isNotEmpty();
      assertThat(silent).isNotDone();
    }
  }

  @Test
  void readsAgainWhenTheServerHasClosedTheConnection() {
    try (FaultyServer server =
            FaultyServer.startPlain()
                .answer(PATH, Answer.json(JSON), Answer.disconnect(), Answer.json(JSON));
        KubernetesClient client = client(server, PATIENT)) {
      get(client);

      assertThat(get(client).getData()).isNotEmpty();
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void writesOnlyOnceOnAConnectionThatBreaks() {
    try (FaultyServer server =
            FaultyServer.startPlain()
                .answer(PATH, Answer.json(JSON), Answer.disconnect(), Answer.json(JSON));
        KubernetesClient client = client(server, PATIENT)) {
      get(client);

      assertThatThrownBy(() -> client.resource(object("1")).update())
          .isInstanceOf(KubernetesClientException.class);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void doesNotTakeHalfAnAnswer() {
    try (FaultyServer server =
            FaultyServer.startPlain()
                .answer(PATH, Answer.truncated("application/json", JSON.getBytes(UTF_8), 20));
        KubernetesClient client = client(server, PATIENT)) {
      assertThatThrownBy(() -> get(client)).isInstanceOf(KubernetesClientException.class);
    }
  }

  @Test
  void waitsForASilentServerNoLongerThanARequestMayTake() {
    try (FaultyServer server = FaultyServer.startPlain().answer(PATH, Answer.silence());
        KubernetesClient client = client(server, 100)) {
      assertThatThrownBy(() -> get(client)).isInstanceOf(KubernetesClientException.class);
    }
  }

  @Test
  void waitsForADrippingServerNoLongerThanARequestMayTake() {
    Answer dripping =
        Answer.dripping("application/json", new byte[1_000_000], Duration.ofMillis(10));
    try (FaultyServer server = FaultyServer.startPlain().answer(PATH, dripping);
        KubernetesClient client = client(server, 500)) {
      assertThatThrownBy(() -> get(client)).isInstanceOf(KubernetesClientException.class);
    }
  }

  @Test
  void asksForManyThingsAtOnce() throws Exception {
    try (FaultyServer server = FaultyServer.startPlain().answer(PATH, Answer.json(JSON));
        KubernetesClient client = client(server, PATIENT);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<ConfigMap>> many = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        many.add(() -> get(client));
      }

      for (Future<ConfigMap> each : threads.invokeAll(many)) {
        assertThat(each.get().getData()).isNotEmpty();
      }
    }
  }

  @Test
  void trustsNoServerWithACertificateOfSomebodyElse(@TempDir Path directory) {
    TestAuthority authority = TestAuthority.create(directory.resolve("ours"));
    TestAuthority other = TestAuthority.create(directory.resolve("other"));
    try (FaultyServer ours = FaultyServer.start(authority).answer(PATH, Answer.json(JSON));
        FaultyServer theirs = FaultyServer.start(other).answer(PATH, Answer.json(JSON));
        FaultyServer misnamed =
            FaultyServer.start(authority, "other.test").answer(PATH, Answer.json(JSON))) {
      try (KubernetesClient client = client(ours, authority)) {
        assertThat(get(client).getData()).isNotEmpty();
      }
      for (FaultyServer stranger : List.of(theirs, misnamed)) {
        try (KubernetesClient client = client(stranger, authority)) {
          assertThatThrownBy(() -> get(client)).isInstanceOf(KubernetesClientException.class);
          assertThat(stranger.requests()).isEmpty();
        }
      }
    }
  }

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
    try (FaultyServer server =
            FaultyServer.startPlain().answer(LIST, Answer.silence(), events, Answer.silence());
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

  @Test
  void goesThroughAProxyToTheServerThatItVerifies(@TempDir Path directory) throws Exception {
    TestAuthority authority = TestAuthority.create(directory);
    try (FaultyServer server =
            FaultyServer.start(authority, "api.test")
                .answer(PATH, Answer.json(JSON))
                .answer(LIST, Answer.of(200, "application/json", event("ADDED", "1", "one")));
        TunnelProxy proxy = new TunnelProxy(200, server.port());
        KubernetesClient client =
            client(
                config(server)
                    .withMasterUrl("https://api.test:" + server.port())
                    .withCaCertFile(authority.certificateFile().toString())
                    .withHttpsProxy(proxy.uri("").toString())
                    .withProxyUsername("me")
                    .withProxyPassword("p@ss"));
        Watch _ = watch(client, seen)) {
      assertThat(seen.take()).isEqualTo("ADDED one");
      assertThat(get(client).getData()).isNotEmpty();

      assertThat(proxy.heads())
          .allSatisfy(
              head ->
                  assertThat(head)
                      .startsWith("CONNECT api.test:" + server.port() + " HTTP/1.1\r\n")
                      .contains("Proxy-Authorization: Basic bWU6cEBzcw==\r\n"));
      assertThat(server.requests())
          .noneSatisfy(request -> assertThat(request.header("Proxy-Authorization")).isPresent());
    }
  }

  @Test
  void aProxyThatRefusesIsNamed() throws Exception {
    try (FaultyServer server = FaultyServer.startPlain();
        TunnelProxy proxy = new TunnelProxy(407, server.port());
        KubernetesClient client =
            client(
                config(server)
                    .withMasterUrl("https://api.test")
                    .withHttpsProxy(proxy.uri("").toString()))) {
      assertThatThrownBy(() -> get(client))
          .hasStackTraceContaining("the proxy refused the connection: HTTP/1.1 407");
    }
  }

  @Test
  void expectsTheNameInTheCertificateThatTheConfigurationSays(@TempDir Path directory) {
    TestAuthority authority = TestAuthority.create(directory);
    try (FaultyServer server =
        FaultyServer.start(authority, "api.test").answer(PATH, Answer.json(JSON))) {
      ConfigBuilder config = config(server).withCaCertFile(authority.certificateFile().toString());
      try (KubernetesClient client = client(config.withTlsServerName("api.test"))) {
        assertThat(get(client).getData()).isNotEmpty();
      }
      try (KubernetesClient client = client(config.withTlsServerName("other.test"))) {
        assertThatThrownBy(() -> get(client)).isInstanceOf(KubernetesClientException.class);
      }
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

  private static String event(String type, String version, String text) {
    return """
        {"type":"%s","object":{"apiVersion":"v1","kind":"ConfigMap",\
        "metadata":{"name":"one","namespace":"ns","resourceVersion":"%s"},"data":{"text":"%s"}}}
        """
        .formatted(type, version, text);
  }

  private static Watch watch(KubernetesClient client, Queue<String> seen) {
    return client
        .configMaps()
        .inNamespace("ns")
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, ConfigMap object) {
                seen.add(action + " " + object.getData().get("text"));
              }

              @Override
              public void onClose(WatcherException cause) {
                seen.add("closed: " + cause);
              }
            });
  }

  private static ConfigMap get(KubernetesClient client) {
    return client.configMaps().inNamespace("ns").withName("one").get();
  }

  private static ConfigMap object(String version) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("ns")
        .withName("one")
        .withResourceVersion(version)
        .endMetadata()
        .build();
  }

  private static KubernetesClient client(FaultyServer server, int timeoutMillis) {
    return client(config(server).withRequestTimeout(timeoutMillis));
  }

  private static KubernetesClient client(FaultyServer server, TestAuthority authority) {
    return client(config(server).withCaCertFile(authority.certificateFile().toString()));
  }

  private static ConfigBuilder config(FaultyServer server) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(server.uri("/").toString())
        .withOauthToken("secret")
        .withUserAgent("test/1")
        .withRequestTimeout(PATIENT)
        .withOnlyHttpWatches(true)
        .withRequestRetryBackoffLimit(0);
  }

  private static KubernetesClient client(ConfigBuilder config) {
    return new KubernetesClientBuilder()
        .withConfig(config.build())
        .withHttpClientFactory(new ApiHttpClientFactory())
        .build();
  }
}
