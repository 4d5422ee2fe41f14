/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Proxies that do not do as they should. */
@Timeout(300)
class ProxyTunnelTest {

  private static final Origin TARGET = Origin.of(URI.create("https://registry.test/"));

  @Test
  void waitsForADrippingProxyNoLongerThanItIsTold() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(proxy.getInetAddress(), proxy.getLocalPort());
        Socket accepted = proxy.accept()) {
      Thread.startVirtualThread(() -> drip(accepted));

      assertThatThrownBy(
              () ->
                  ProxyTunnel.open(
                      socket, TARGET, Optional.empty(), 1_000_000, Duration.ofMillis(300)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static void drip(Socket client) {
    try {
      while (true) {
        client.getOutputStream().write('x');
        Thread.sleep(10);
      }
    } catch (IOException | InterruptedException e) {
      // given up
    }
  }
}
