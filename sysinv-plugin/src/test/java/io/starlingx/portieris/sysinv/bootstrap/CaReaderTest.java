/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaReaderTest {

  private static final String CA = pem("notary-ca.pem");

  @TempDir Path directory;
  private BootstrapFiles files = new BootstrapFiles(Path.of("."));

  @BeforeEach
  void setUp() {
    files = new BootstrapFiles(directory);
  }

  @Test
  void readsBase64() {
    assertThat(bundle("ssl_ca_cert: " + encoded(CA)).pem()).isEqualTo(CA);
  }

  @Test
  void readsBase64OfSeveralLines() {
    String lines = Base64.getMimeEncoder().encodeToString(CA.getBytes(StandardCharsets.US_ASCII));
    assertThat(bundle("ssl_ca_cert: |\n  " + lines.replace("\r\n", "\n  ")).pem()).isEqualTo(CA);
  }

  @Test
  void readsFileWithTextAroundTheCertificates() {
    Path file = write("Subject: x\n" + CA.replace("\n", "\r\n") + "\n# more\n" + CA);
    assertThat(bundle("ssl_ca_cert: " + file).certificates()).containsExactly(CA);
  }

  @Test
  void keepsSeveralCertificatesInOrder() {
    String bundle = pem("root-ca.pem") + CA;
    assertThat(bundle("ssl_ca_cert: " + encoded(bundle)).pem()).isEqualTo(bundle);
  }

  @Test
  void rejectsDamagedCertificate() {
    String damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assertThat(problem(encoded(damaged))).isEqualTo("certificate 1 is damaged");
    assertThat(problem(encoded(CA + "-----BEGIN CERTIFICATE-----\nMIIB")))
        .isEqualTo("certificate 2 is damaged");
  }

  @Test
  void rejectsPrivateKeyAmongCertificates() {
    String key = "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----\n";
    assertThat(problem(encoded(CA + key)))
        .isEqualTo("holds a private key, which must not leave its owner");
    assertThat(problem(write(key).toString()))
        .isEqualTo("holds a private key, which must not leave its owner");
  }

  @Test
  void rejectsPemOfAnotherKind() {
    String key = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n";
    assertThat(problem(encoded(key))).isEqualTo("PEM block 1 is no certificate");
  }

  @Test
  void rejectsCertificateInDerWithTheWayToConvertIt() {
    Path der = files.write("ca.der", BootstrapFiles.resource("notary-ca.der"));
    assertThat(problem(der.toString()))
        .isEqualTo("the file is in DER; convert it: openssl x509 -inform der -in FILE -out ca.pem");
  }

  @Test
  void rejectsFileWithoutCertificate() {
    assertThat(problem(write("hello\n").toString()))
        .isEqualTo("there is no PEM certificate in the file");
  }

  @Test
  void noticesCertificateThatExpired() {
    assertThat(notices("2200-01-01T00:00:00Z", CA))
        .containsExactly("certificate 1 (CN=Notary CA,O=Example) expired on 2126-11-02");
  }

  @Test
  void noticesCertificateThatIsNotYetValid() {
    assertThat(notices("2020-01-01T00:00:00Z", CA))
        .containsExactly("certificate 1 (CN=Notary CA,O=Example) is not valid before 2026-11-26");
  }

  @Test
  void noticesCertificateThatIsNoAuthority() {
    assertThat(notices("2030-01-01T00:00:00Z", CA + pem("server.pem")))
        .containsExactly(
            "certificate 2 (CN=notary.example.com,O=Example) is not a CA certificate; only this"
                + " very certificate is trusted");
  }

  private CaBundle bundle(String yaml) {
    return switch (files.read(yaml)) {
      case BootstrapResult.Valid valid -> valid.config().systemCa().orElseThrow();
      case BootstrapResult.Invalid invalid -> throw new AssertionError(invalid);
    };
  }

  private String problem(String value) {
    return switch (files.read("ssl_ca_cert: " + value)) {
      case BootstrapResult.Valid valid -> throw new AssertionError(valid);
      case BootstrapResult.Invalid invalid -> {
        Finding problem = invalid.problems().getFirst();
        assertThat(problem.path()).isEqualTo("ssl_ca_cert");
        assertThat(problem.toString()).doesNotContain("c2VjcmV0");
        yield problem.what();
      }
    };
  }

  private List<String> notices(String now, String pem) {
    InstantSource clock = InstantSource.fixed(Instant.parse(now));
    return switch (files.read(clock, "ssl_ca_cert: " + encoded(pem))) {
      case BootstrapResult.Valid valid -> valid.notices().stream().map(Finding::what).toList();
      case BootstrapResult.Invalid invalid -> throw new AssertionError(invalid);
    };
  }

  private Path write(String text) {
    return files.write("ca.pem", text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String pem(String resource) {
    return new String(BootstrapFiles.resource(resource), StandardCharsets.US_ASCII);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
