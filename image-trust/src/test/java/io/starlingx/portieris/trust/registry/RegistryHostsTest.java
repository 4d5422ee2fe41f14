/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.http.TargetSource;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryHostsTest {

  private static final RegistryHosts HOSTS =
      new RegistryHosts(
          List.of("Plain.test:5000", "plain.test", "[fd00::1]:5000"),
          Map.of("own.test:9001", List.of(), "[fd00::2]", List.of(), "[fd00::2]:443", List.of()));

  @ParameterizedTest
  @CsvSource({
    "registry.test, https://registry.test/v2/",
    "docker.io, https://registry-1.docker.io/v2/",
    "plain.test:5000, http://plain.test:5000/v2/",
    "PLAIN.test:5000, http://PLAIN.test:5000/v2/",
    "plain.test, http://plain.test/v2/",
    "plain.test:443, https://plain.test:443/v2/",
    "plain.test:5001, https://plain.test:5001/v2/",
    "sub.plain.test:5000, https://sub.plain.test:5000/v2/",
    "'[fd00::1]:5000', 'http://[fd00::1]:5000/v2/'",
    "'[FD00:0::0001]:5000', 'http://[FD00:0::0001]:5000/v2/'",
    "'[fd00::1]', 'https://[fd00::1]/v2/'",
  })
  void onlyAListedRegistryIsSpokenToWithoutTls(String registry, URI url) {
    assertThat(HOSTS.url(registry, "/v2/")).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "http://plain.test:5000/v2/, CONFIGURED",
    "https://plain.test:5000/v2/, UNTRUSTED",
    "https://own.test:9001/v2/, CONFIGURED",
    "https://own.test/v2/, UNTRUSTED",
    "'https://[fd00::2]/v2/', CONFIGURED",
    "'https://[FD00:0::2]/v2/', CONFIGURED",
    "https://registry.test/v2/, UNTRUSTED",
  })
  void aRegistryThatTheOperatorNamesMayBeAtAnyAddress(URI url, TargetSource source) {
    assertThat(HOSTS.source(url)).isEqualTo(source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://plain.test",
        "plain.test/team",
        "user@plain.test",
        "plain.test:x",
        "*.test",
        "fd00::1",
        "plain.test?x"
      })
  void namesAnEntryThatIsNoRegistry(String entry) {
    assertThatThrownBy(() -> new RegistryHosts(List.of(entry), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + entry + "\" is not the host[:port] of a registry");
  }

  @Test
  void anAuthorityOfOneRegistryVouchesForNoOther() {
    assertThat(HOSTS.authorities(URI.create("https://registry.test/v2/"))).isEmpty();
  }
}
