/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.starlingx.portieris.trust.http.TestTls;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PemDocumentTest {

  private static final String CERTIFICATE = certificate();
  private static final PublicKey KEY = TestTls.authority().getPublicKey();
  private static final String PUBLIC_KEY = block("PUBLIC KEY", KEY.getEncoded());

  @Test
  void readsEveryCertificateAndPassesOverTheTextBetween() {
    assertThat(PemDocument.certificates("my CA\n" + CERTIFICATE + "\nother\n" + CERTIFICATE))
        .hasValueSatisfying(
            all -> assertThat(all).containsExactly(TestTls.authority(), TestTls.authority()));
  }

  @Test
  void readsAPublicKeyWithHeaders() {
    String withHeader = PUBLIC_KEY.replace("KEY-----\n", "KEY-----\nrole: alice\nX-Note: a-b\n\n");

    assertThat(withHeader).contains("role: alice");
    assertThat(PemDocument.publicKeys(withHeader))
        .hasValueSatisfying(keys -> assertThat(keys).containsExactly(KEY));
  }

  @Test
  void readsLinesThatEndAsOnWindows() {
    assertThat(PemDocument.certificates(CERTIFICATE.replace("\n", "\r\n"))).isPresent();
  }

  @Test
  void oneBrokenBlockMakesTheDocumentUnusable() {
    String notBase64 = CERTIFICATE.replaceFirst("\nMII", "\nM-I");
    String notDer = block("CERTIFICATE", new byte[] {1, 2, 3});
    String unclosed = "-----BEGIN CERTIFICATE-----\nMIIB";

    assertThat(PemDocument.certificates(CERTIFICATE + notBase64)).isEmpty();
    assertThat(PemDocument.certificates(notDer + CERTIFICATE)).isEmpty();
    assertThat(PemDocument.certificates(CERTIFICATE + unclosed)).isEmpty();
    assertThat(PemDocument.certificates(unclosed + CERTIFICATE)).isEmpty();
  }

  @Test
  void aBlockOfAnotherKindMakesTheDocumentUnusable() {
    assertThat(PemDocument.certificates(CERTIFICATE + PUBLIC_KEY)).isEmpty();
    assertThat(PemDocument.publicKeys(CERTIFICATE)).isEmpty();
  }

  @Test
  void aDocumentWithoutABlockIsUnusable() {
    assertThat(PemDocument.certificates("")).isEmpty();
    assertThat(PemDocument.certificates("MIIB")).isEmpty();
  }

  @Test
  void aDocumentThatIsTooLongIsUnusable() {
    assertThat(PemDocument.certificates(CERTIFICATE + " ".repeat(PemDocument.MAX_LENGTH)))
        .isEmpty();
  }

  @FuzzTest(maxDuration = "2s")
  void neverThrowsOnAHostileDocument(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    PemDocument.certificates(text).ifPresent(all -> assertThat(all).isNotEmpty());
    PemDocument.publicKeys(text).ifPresent(all -> assertThat(all).isNotEmpty());
  }

  private static String certificate() {
    try {
      return block("CERTIFICATE", TestTls.authority().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String block(String type, byte[] content) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
