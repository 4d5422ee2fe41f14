/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {

  /** So many that some would be equal if each were chosen by itself. */
  private static final int MANY = 500;

  @Test
  void severalPortsAreDifferent() {
    assertThat(FreePort.choose(MANY)).hasSize(MANY).doesNotHaveDuplicates();
  }

  @Test
  void aChosenPortCanBeListenedTo() throws Exception {
    int port = FreePort.choose();

    try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(server.getLocalPort()).isEqualTo(port);
    }
  }
}
