/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.X509TrustManager;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NamedAuthorityTest {

  private static final String VERSION = "/version";

  @TempDir Path directory;

  private Config config(String url, TestAuthority authority) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(url)
        .withCaCertFile(authority.certificateFile().toString())
        .withRequestRetryBackoffLimit(0)
        .withWatchReconnectLimit(0)
        .build();
  }

  private static String ask(Config config) {
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new ApiHttpClientFactory())
            .build()) {
      return client.raw(VERSION);
    }
  }

  @Test
  void takesServerOfTheNamedAuthority() {
    TestAuthority authority = TestAuthority.create(directory.resolve("own"));
    try (FaultyServer server = FaultyServer.start(authority)) {
      server.answer(VERSION, Answer.of(200, "application/json", "{}"));
      assertThat(ask(config(server.uri("/").toString(), authority))).isEqualTo("{}");
    }
  }

  @Test
  void refusesServerOfAnotherAuthority() {
    TestAuthority other = TestAuthority.create(directory.resolve("other"));
    TestAuthority authority = TestAuthority.create(directory.resolve("own"));
    try (FaultyServer server = FaultyServer.start(other)) {
      server.answer(VERSION, Answer.of(200, "application/json", "{}"));
      Config config = config(server.uri("/").toString(), authority);
      assertThatThrownBy(() -> ask(config))
          .isInstanceOf(KubernetesClientException.class)
          .hasStackTraceContaining(SSLHandshakeException.class.getName());
      assertThat(config.isTrustCerts()).isFalse();
    }
  }

  @Test
  void takesNoPublicAuthorityForTheClusters() throws Exception {
    TestAuthority authority = TestAuthority.create(directory.resolve("own"));
    assertThat(NamedAuthority.trustManagers(config("https://localhost:1", authority)))
        .singleElement(InstanceOfAssertFactories.type(X509TrustManager.class))
        .satisfies(
            manager ->
                assertThat(manager.getAcceptedIssuers()).containsExactly(authority.certificate()));
  }

  @Test
  void saysThatTheAuthorityIsNone() throws Exception {
    Path file = Files.writeString(directory.resolve("ca.crt"), "-----BEGIN CERTIFICATE-----\n!");
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://localhost:1")
            .withCaCertFile(file.toString())
            .build();
    assertThatThrownBy(() -> ask(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "the API server's authority or the certificate for it cannot be used");
  }

  @Test
  void refusesServerOfTheNamedAuthorityUnderAnotherName() throws Exception {
    TestAuthority authority = TestAuthority.create(directory.resolve("own"));
    try (FaultyServer server = FaultyServer.start(authority, "other.example.com")) {
      server.answer(VERSION, Answer.of(200, "application/json", "{}"));
      Config config = config(server.uri("/").toString(), authority);
      assertThatThrownBy(() -> ask(config)).hasStackTraceContaining("No subject alternative");
      try (KubernetesClient client =
          new KubernetesClientBuilder()
              .withConfig(config)
              .withHttpClientFactory(new ApiHttpClientFactory())
              .build()) {
        UnheardWatcher watcher = new UnheardWatcher();
        client.secrets().inNamespace("a").watch(watcher);
        // It ended, and before it asked anything.
        assertThat(watcher.end.get(1, TimeUnit.MINUTES)).hasMessage("Exhausted reconnects");
      }
      assertThat(server.requests()).isEmpty();
    }
  }

  private static final class UnheardWatcher implements Watcher<Secret> {
    private final CompletableFuture<WatcherException> end = new CompletableFuture<>();

    @Override
    public void eventReceived(Action action, Secret secret) {
      throw new AssertionError("a watch of nobody");
    }

    @Override
    public void onClose(WatcherException cause) {
      end.complete(cause);
    }
  }

  @Test
  void saysThatTheAuthorityCannotBeRead() {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://localhost:1")
            .withCaCertFile(directory.resolve("none.crt").toString())
            .build();
    assertThatThrownBy(() -> ask(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.crt");
    assertThat(config.isTrustCerts()).isFalse();
  }
}
