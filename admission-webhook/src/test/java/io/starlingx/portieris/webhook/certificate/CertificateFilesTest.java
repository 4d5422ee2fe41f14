/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.KeyPairFiles;
import io.starlingx.portieris.testbed.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {

  @TempDir Path directory;
  private final ServingCertificate serving = new ServingCertificate();
  private final TestAuthority authority;

  CertificateFilesTest(@TempDir Path tls) {
    authority = TestAuthority.create(tls);
  }

  @Test
  void isNotReadyWithoutFiles() {
    CertificateFiles files = files();

    files.refresh();

    assertThat(files.missing().getFirst())
        .startsWith("the serving certificate: cannot be read: ")
        .contains("tls.crt");
  }

  @Test
  void loadsAPairAndFollowsItsRenewal() throws Exception {
    CertificateFiles files = files();
    put(authority.serverFiles("one", "localhost"));
    files.refresh();
    ServingKey first = serving.current().orElseThrow();
    assertThat(files.missing()).isEmpty();

    put(authority.serverFiles("two", "localhost"));
    files.refresh();

    assertThat(serving.current().orElseThrow().certificate()).isNotEqualTo(first.certificate());
  }

  @Test
  void namesAKeyThatIsNotTheCertificates() throws Exception {
    CertificateFiles files = files();
    put(authority.serverFiles("one", "localhost"));
    copy(authority.serverFiles("two", "localhost").key(), "tls.key");

    files.refresh();

    assertThat(files.missing())
        .containsExactly(
            "the serving certificate: the private key of "
                + directory.resolve("tls.key")
                + " is not that of the certificate of "
                + directory.resolve("tls.crt"));
  }

  @Test
  void aPairThatCannotBeUsedLeavesTheOneBefore() throws Exception {
    CertificateFiles files = files();
    put(authority.serverFiles("one", "localhost"));
    files.refresh();
    ServingKey first = serving.current().orElseThrow();

    copy(authority.serverFiles("two", "localhost").certificate(), "tls.crt");
    files.refresh();
    Files.writeString(directory.resolve("tls.key"), "garbage");
    files.refresh();
    Files.delete(directory.resolve("tls.crt"));
    files.refresh();

    assertThat(serving.current()).contains(first);
    assertThat(files.missing()).isEmpty();
  }

  private CertificateFiles files() {
    return new CertificateFiles(directory, serving, InstantSource.system());
  }

  private void put(KeyPairFiles pair) throws IOException {
    copy(pair.certificate(), "tls.crt");
    copy(pair.key(), "tls.key");
  }

  private void copy(Path file, String name) throws IOException {
    Files.copy(file, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }
}
