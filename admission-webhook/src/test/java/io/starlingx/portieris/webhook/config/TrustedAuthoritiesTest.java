/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedAuthoritiesTest {

  @TempDir Path directory;
  private Path bundles = Path.of("");
  private Path certificates = Path.of("");
  private final TestAuthority one;
  private final TestAuthority two;

  TrustedAuthoritiesTest(@TempDir Path authorities) {
    one = TestAuthority.create(authorities.resolve("one"));
    two = TestAuthority.create(authorities.resolve("two"));
  }

  @BeforeEach
  void directories() throws Exception {
    bundles = Files.createDirectory(directory.resolve("bundles"));
    certificates = Files.createDirectory(directory.resolve("certificates"));
  }

  @Test
  void neitherDirectoryNeedsToExist() throws Exception {
    TrustedAuthorities authorities =
        TrustedAuthorities.open(directory.resolve("none"), directory.resolve("neither"));

    assertThat(authorities.current()).isEmpty();
  }

  @Test
  void joinsEveryFileAndFollowsChanges() throws Exception {
    Files.writeString(bundles.resolve("trustedcert.pem"), one.certificatePem());
    TrustedAuthorities authorities = TrustedAuthorities.open(bundles, certificates);
    assertThat(authorities.current()).containsExactly(one.certificate());

    Files.writeString(certificates.resolve("ca.pem"), two.certificatePem());
    assertThat(authorities.current())
        .containsExactlyInAnyOrder(one.certificate(), two.certificate());

    Files.delete(bundles.resolve("trustedcert.pem"));
    assertThat(authorities.current()).containsExactly(two.certificate());
  }

  @Test
  void aBundleThatBreaksLeavesTheLastGoodOne() throws Exception {
    Path file = bundles.resolve("trustedcert.pem");
    Files.writeString(file, one.certificatePem());
    TrustedAuthorities authorities = TrustedAuthorities.open(bundles, certificates);

    Files.writeString(file, "garbage");
    assertThat(authorities.current()).containsExactly(one.certificate());

    Files.writeString(file, two.certificatePem());
    assertThat(authorities.current()).containsExactly(two.certificate());
  }

  @Test
  void refusesToStartWithABundleThatIsNone() throws Exception {
    Path file = bundles.resolve("trustedcert.pem");
    Files.writeString(
        file, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");

    assertThatThrownBy(() -> TrustedAuthorities.open(bundles, certificates))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(file + " does not consist of certificates in PEM");
  }

  @Test
  void passesOverTheBookkeepingOfAVolume() throws Exception {
    Files.writeString(bundles.resolve("..2026_11_26"), "not a certificate");
    Files.createDirectory(bundles.resolve("..data"));

    assertThat(TrustedAuthorities.open(bundles, certificates).current()).isEmpty();
  }
}
