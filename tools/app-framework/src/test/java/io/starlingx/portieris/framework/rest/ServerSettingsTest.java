/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", "2001:db8::7"})
  void refusesAddressesThatOthersReachWithoutTls(String text) throws UnknownHostException {
    InetAddress address = InetAddress.getByName(text);

    assertThatThrownBy(
            () -> new ServerSettings(address, 0, Optional.empty(), RequestLimits.standard()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs TLS");
    assertThat(ServerSettings.refusal(address, true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1"})
  void loopbackMayBePlain(String text) throws UnknownHostException {
    assertThat(ServerSettings.refusal(InetAddress.getByName(text), false)).isEmpty();
  }
}
