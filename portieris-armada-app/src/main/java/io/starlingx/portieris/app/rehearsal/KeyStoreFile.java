/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import io.starlingx.portieris.app.image.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A key with a certificate that it signed itself, valid for a day; made by the JDK. */
record KeyStoreFile(KeyStore store, PrivateKey key, X509Certificate certificate) {

  static final char[] PASSWORD = "rehearsal".toCharArray();

  /**
   * Makes one.
   *
   * @param algorithm of the key
   * @param commonName the subject's name
   * @param extension of the certificate, as {@code keytool -ext} takes it
   */
  static KeyStoreFile make(
      Path file, SigningKey.Algorithm algorithm, String commonName, String extension)
      throws IOException, ImageException {
    String password = new String(PASSWORD);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "rehearsal",
                "-dname",
                "CN=" + commonName,
                "-ext",
                extension,
                "-validity",
                "1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                password));
    command.add("-keyalg");
    command.addAll(algorithm.keytool());
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      return new KeyStoreFile(
          store,
          (PrivateKey) store.getKey("rehearsal", PASSWORD),
          (X509Certificate) store.getCertificate("rehearsal"));
    } catch (IOException | GeneralSecurityException e) {
      throw new ImageException("keytool made no key: " + output.strip(), e);
    }
  }

  String pem() throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
