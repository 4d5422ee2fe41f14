/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.TestAuthority;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaBundleTest {

  private final Instant now = Instant.now();
  private final X509Certificate older = authority(now.minus(Duration.ofDays(2)));
  private final X509Certificate ours = authority(now.minus(Duration.ofDays(1)));
  private final X509Certificate newer = authority(now);

  @ParameterizedTest
  @ValueSource(strings = {"", "%%%", "Z2FyYmFnZQ==", "Cg=="})
  void replacesABundleThatHoldsNoCertificate(String bundle) throws Exception {
    assertThat(CaBundle.with(List.of(ours), bundle, now)).contains(bundle(ours));
  }

  @Test
  void leavesACompleteBundleAlone() {
    assertThat(CaBundle.with(List.of(ours), bundle(ours), now)).isEmpty();
    assertThat(CaBundle.with(List.of(ours), bundle(ours, newer), now)).isEmpty();
  }

  @Test
  void keepsTheAuthoritiesOfOthers(@TempDir Path directory) {
    X509Certificate foreign = TestAuthority.create(directory).certificate();

    assertThat(CaBundle.with(List.of(ours), bundle(foreign), now)).contains(bundle(foreign, ours));
  }

  @Test
  void dropsAnAuthorityOfOursThatIsNoLongerInUse() {
    assertThat(CaBundle.with(List.of(ours), bundle(older, ours), now)).contains(bundle(ours));
  }

  /** The reader may hold the state of before another replica renewed the authority. */
  @Test
  void keepsANewerAuthorityThanItsOwn() {
    assertThat(CaBundle.with(List.of(older), bundle(older, newer), now)).isEmpty();
  }

  @Test
  void dropsWhatHasExpired() {
    X509Certificate expired = authority(now.minus(Duration.ofDays(400)));

    assertThat(CaBundle.with(List.of(ours), bundle(expired, ours), now)).contains(bundle(ours));
  }

  private static X509Certificate authority(Instant made) {
    return CertificateAuthority.create(made).certificate();
  }

  private static String bundle(X509Certificate... certificates) {
    StringBuilder pem = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      pem.append(KeyPairPem.write(certificate));
    }
    return Base64.getEncoder().encodeToString(pem.toString().getBytes(UTF_8));
  }
}
