/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPairPemTest {

  /** A key for tests only, in SEC 1 as OpenSSL writes it, with its parameters before it. */
  private static final String SEC1 =
      """
      -----BEGIN EC PARAMETERS-----
      BggqhkjOPQMBBw==
      -----END EC PARAMETERS-----
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIPIW2Ma5FIaluecuoaYoLfoF8uJQU3I+Uo8HlqcsQKVsoAoGCCqGSM49
      AwEHoUQDQgAErlGwJhtxkQhYJudUd3r0Jgi5uA9hAUHvBnLG5mhCpxMlIah/gxxP
      2V4nc1aFcadf+azFacnT2UP+5ItT+7mocg==
      -----END EC PRIVATE KEY-----
      """;

  /**
   * Self-signed for a name of host, without a subject, as cert-manager does when it is given no
   * common name.
   */
  private static final String NAMELESS_ISSUER =
      """
      -----BEGIN CERTIFICATE-----
      MIIBfTCCASKgAwIBAgIUYFNYR2uY6Qjg4FiDdHOcl7IlMGUwCgYIKoZIzj0EAwIw
      ADAeFw0yNjExMjYxNTI3MzhaFw0yNzAyMjQxNTI3MzhaMAAwWTATBgcqhkjOPQIB
      BggqhkjOPQMBBwNCAAQzOL2NWm/KUOXv/ewkDtpfz+EIXIlS6sUk5xxYIeMnUQna
      tX79Ex8jtLRxtLjQ6psnn6XDC0rp41x7yDJc9qXho3oweDAdBgNVHQ4EFgQUXkt9
      njs1Rma/YOH8J61QufBY+cUwHwYDVR0jBBgwFoAUXkt9njs1Rma/YOH8J61QufBY
      +cUwDwYDVR0TAQH/BAUwAwEB/zAlBgNVHREBAf8EGzAZghdwb3J0aWVyaXMucG9y
      dGllcmlzLnN2YzAKBggqhkjOPQQDAgNJADBGAiEA28MzuWSjrTZNksQgXrlQGjdj
      TJOJxyXc6XNcK5fbB+QCIQD+RqSS3IW/PzH6av2l8NLsHkQTxwdBFzPkAobGbLpi
      mw==
      -----END CERTIFICATE-----
      """;

  @Test
  void readsSec1() throws Exception {
    assertThat(KeyPairPem.privateKey(SEC1, "tls.key").getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void readsWhatItWrote() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create(Instant.now());

    PrivateKey key = KeyPairPem.privateKey(authority.keyPem(), "tls.key");

    assertThat(key).isEqualTo(authority.key());
    assertThat(KeyPairPem.certificates(authority.certificatePem(), "tls.crt"))
        .containsExactly(authority.certificate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "-----BEGIN PRIVATE KEY-----\nAAAA\n"})
  void refusesWhatIsNoKey(String pem) {
    assertThatThrownBy(() -> KeyPairPem.privateKey(pem, "tls.key"))
        .isInstanceOf(UnusableCertificateException.class)
        .hasMessageStartingWith("tls.key ");
  }

  @Test
  void refusesAKeyAmongCertificates() {
    String pem = CertificateAuthority.create(Instant.now()).keyPem();

    assertThatThrownBy(() -> KeyPairPem.certificates(pem, "tls.crt"))
        .isInstanceOf(UnusableCertificateException.class)
        .hasMessage("tls.crt holds something else than certificates");
  }

  @Test
  void saysWhyACertificateWithoutAnIssuersNameIsOfNoUse() {
    assertThatThrownBy(() -> KeyPairPem.certificates(NAMELESS_ISSUER, "tls.crt"))
        .isInstanceOf(UnusableCertificateException.class)
        .hasMessageStartingWith("tls.crt is not PEM, or broken: ")
        .hasMessageContaining("issuer");
  }

  @FuzzTest
  void readsOrRefusesWhateverTheText(byte[] text) {
    String pem = new String(text, StandardCharsets.ISO_8859_1);
    try {
      assertThat(KeyPairPem.certificates(pem, "tls.crt")).isNotEmpty();
    } catch (UnusableCertificateException e) {
      assertThat(e).hasMessageStartingWith("tls.crt ");
    }
  }
}
