/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.webhook.certificate.ServingCertificates;
import io.starlingx.portieris.webhook.review.Admission;
import io.starlingx.portieris.webhook.review.PullCredentials;
import io.starlingx.portieris.webhook.review.ReviewObserver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class UnusableAddressTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** Set aside for documentation by RFC 5737: no machine has it. */
  private static final String NOBODYS = "192.0.2.1";

  @Test
  void aPortInUseEndsTheStart() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK)) {
      assertThatThrownBy(() -> start(LOOPBACK, other.getLocalPort(), 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(":" + other.getLocalPort());
    }
  }

  @Test
  void aMetricsPortInUseEndsTheStart() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK)) {
      assertThatThrownBy(() -> start(LOOPBACK, 0, other.getLocalPort()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(":" + other.getLocalPort());
    }
  }

  @Test
  void anAddressOfAnotherMachineEndsTheStart() {
    assertThatThrownBy(() -> start(InetAddress.getByName(NOBODYS), 0, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(NOBODYS);
  }

  private static void start(InetAddress address, int port, int metricsPort) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Admission admission =
          new Admission(
              Admission.Stage.MUTATING,
              namespace -> Optional.of(new PolicySet(List.of(), List.of())),
              (pod, context) -> new PullCredentials(CredentialStore.empty(), List.of()),
              (namespace, owner, deadline) -> Set.of(),
              (query, context) -> {
                throw new AssertionError("nobody asks");
              },
              executor,
              ReviewObserver.none());
      WebhookServer.start(
              new ServerSettings(
                  address,
                  port,
                  metricsPort,
                  Duration.ofSeconds(15),
                  ServerSettings.DEFAULT_MAX_BODY),
              new ServingCertificates().serving().context(),
              Map.of("/admit", admission),
              List::of,
              () -> "",
              status -> {})
          .close();
    }
  }
}
