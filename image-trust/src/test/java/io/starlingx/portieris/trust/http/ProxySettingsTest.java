/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {

  private static final URI PROXY = URI.create("http://user:secret@proxy.test:3128");

  @ParameterizedTest
  @CsvSource({
    "example.com, https://example.com/, true",
    "example.com, https://EXAMPLE.com/, true",
    "example.com, https://notary.example.com:4443/, true",
    "example.com, https://notexample.com/, false",
    ".example.com, https://a.example.com/, true",
    "*.example.com, https://a.example.com/, true",
    "example.com:4443, https://example.com:4443/, true",
    "example.com:4443, https://example.com/, false",
    "*, https://example.com/, true",
    "10.0.0.0/8, https://10.1.2.3/, true",
    "10.0.0.0/8, https://11.1.2.3/, false",
    "10.1.2.3, https://10.1.2.3:9001/, true",
    "10.1.2.3:9001, https://10.1.2.3:9001/, true",
    "10.1.2.3:9001, https://10.1.2.3:9002/, false",
    "fd00::1, 'https://[fd00::1]:9001/', true",
    "[fd00::1], 'https://[fd00::1]:9001/', true",
    "[fd00::1]:9001, 'https://[fd00::1]:9001/', true",
    "[fd00::1]:9001, 'https://[fd00::1]:9002/', false",
    "fd00::/64, 'https://[fd00::1]/', true",
    "fd00::/64, 'https://[fd01::1]/', false",
    "'', https://example.com/, false",
    "example.com, https://localhost:5000/, true",
    "example.com, https://127.0.0.1:5000/, true",
    "example.com, 'https://[::1]:5000/', true",
  })
  void asksDirectlyWhatTheListCovers(String entry, String target, boolean direct) {
    ProxySettings settings =
        new ProxySettings(Optional.of(PROXY), Optional.of(PROXY), List.of(entry));

    assertThat(settings.proxyFor(Origin.of(URI.create(target))).isEmpty()).isEqualTo(direct);
  }

  @Test
  void choosesByTheSchemeOfTheTarget() {
    ProxySettings settings = new ProxySettings(Optional.empty(), Optional.of(PROXY), List.of());

    assertThat(settings.proxyFor(Origin.of(URI.create("https://a.test/")))).contains(PROXY);
    assertThat(settings.proxyFor(Origin.of(URI.create("http://a.test/")))).isEmpty();
  }

  @Test
  void refusesAProxyThatIsNoHttpUrl() {
    assertThatThrownBy(
            () ->
                new ProxySettings(
                    Optional.of(URI.create("socks://a.test:1")), Optional.empty(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printsNoPassword() {
    assertThat(new ProxySettings(Optional.of(PROXY), Optional.of(PROXY), List.of()).toString())
        .doesNotContain("secret")
        .contains("proxy.test");
  }
}
