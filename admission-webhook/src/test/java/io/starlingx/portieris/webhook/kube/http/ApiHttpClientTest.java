/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of requests when the server does not do as it should. */
@Timeout(300)
class ApiHttpClientTest extends ApiClientFixture {

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

  private static ConfigMap object(String version) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("ns")
        .withName("one")
        .withResourceVersion(version)
        .endMetadata()
        .build();
  }
}
