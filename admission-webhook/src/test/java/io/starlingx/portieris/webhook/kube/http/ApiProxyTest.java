/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.testbed.http.TunnelProxy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which server is believed, by which way and name. */
@Timeout(300)
class ApiProxyTest extends ApiClientFixture {

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
}
