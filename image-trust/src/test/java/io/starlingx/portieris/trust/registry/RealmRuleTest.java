/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.http.TestTls;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealmRuleTest {

  @ParameterizedTest
  @CsvSource({
    "https://notary.docker.io/v2/, https://auth.docker.io/token, true, UNTRUSTED, 0",
    "https://registry-1.docker.io/v2/, https://auth.docker.io/token, true, UNTRUSTED, 0",
    "https://evil.test/v2/, https://auth.docker.io/token, false, UNTRUSTED, 0",
    "https://evildocker.io/v2/, https://auth.docker.io/token, false, UNTRUSTED, 0",
    "https://registry.gitlab.com/v2/, https://gitlab.com/jwt/auth, true, UNTRUSTED, 0",
    "https://harbor.test:4443/v2/, https://HARBOR.test/service/token, true, CONFIGURED, 1",
    "https://harbor.test/v2/, https://harbor.test.evil.test/token, false, UNTRUSTED, 0",
    "https://harbor.test/v2/, https://listed.test:8443/token, true, CONFIGURED, 0",
    "https://harbor.test/v2/, https://sub.listed.test/token, false, UNTRUSTED, 0",
    "http://harbor.test/v2/, http://harbor.test/token, false, CONFIGURED, 1",
    "http://harbor.test/v2/, https://listed.test/token, false, CONFIGURED, 0",
    "'https://[fd00::1]:4443/v2/', 'https://[fd00::1]/token', true, CONFIGURED, 1",
    "'https://[fd00::1]:4443/v2/', 'https://[FD00:0::1]/token', true, CONFIGURED, 1",
    "https://harbor.test/v2/, 'https://[fd00::7]:8443/token', true, CONFIGURED, 0",
    "https://harbor.test/v2/, 'https://[fd00::7]:9443/token', false, UNTRUSTED, 0",
    "https://harbor.test/v2/, 'https://[fd00:0::8]:8443/token', true, CONFIGURED, 0",
    "https://harbor.test/v2/, 'https://[fd00::9]/token', true, CONFIGURED, 0",
  })
  void decidesByHost(
      URI server, URI realm, boolean credentials, TargetSource source, int authorities) {
    RealmRule rule =
        new RealmRule(
            new TokenSettings(
                List.of("listed.test", "[FD00:0::7]:8443", "fd00:0::8", "[fd00::9]")));
    ReadRequest request =
        new ReadRequest(
            server,
            new Headers(List.of()),
            "",
            List.of(),
            1,
            List.of(TestTls.authority()),
            TargetSource.CONFIGURED);

    RealmRule.Access access = rule.access(request, realm);

    assertThat(access.credentials()).isEqualTo(credentials);
    assertThat(access.source()).isEqualTo(source);
    assertThat(access.authorities()).hasSize(authorities);
  }
}
