/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.webhook.certificate.ServingCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ServedCiphersTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void agreesToNoCipherThatDoesNotAuthenticateWhatItEncrypts() throws IOException {
    ServingCertificates certificates = new ServingCertificates();
    SSLContext client = certificates.trusting();
    List<String> agreed = new ArrayList<>();
    try (WebhookServer server = start(certificates)) {
      for (String suite : client.getSupportedSSLParameters().getCipherSuites()) {
        if (isAgreedTo(client, server.port(), suite)) {
          agreed.add(suite);
        }
      }
    }

    assertThat(agreed).isNotEmpty().allMatch(suite -> suite.matches(".*_(GCM|CHACHA20)_.*"));
  }

  private static WebhookServer start(ServingCertificates certificates) {
    return WebhookServer.start(
        new ServerSettings(LOOPBACK, 0, 0, Duration.ofSeconds(15), ServerSettings.DEFAULT_MAX_BODY),
        certificates.serving().context(),
        Map.of(),
        List::of,
        () -> "",
        status -> {});
  }

  private static boolean isAgreedTo(SSLContext client, int port, String suite) throws IOException {
    try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(LOOPBACK, port)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      return socket.getSession().getCipherSuite().equals(suite);
    } catch (SSLException e) {
      return false;
    }
  }
}
