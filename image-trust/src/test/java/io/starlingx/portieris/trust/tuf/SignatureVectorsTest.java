/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class SignatureVectorsTest {

  private static final Path VECTORS =
      Path.of("src/test/resources/fixtures/notary/signature-vectors.tsv");

  @Test
  void agreesWithEverySignatureThatNotaryMadeOrRefused() throws IOException {
    List<String> lines = Files.readAllLines(VECTORS);
    assertThat(lines).hasSize(341);
    SoftAssertions all = new SoftAssertions();
    for (String line : lines) {
      String[] f = line.split("\t", -1);
      all.assertThat(isValid(f))
          .as("%s %s of %s", f[0], f[1], f[6])
          .isEqualTo(f[5].equals("valid"));
    }
    all.assertAll();
  }

  private static boolean isValid(String[] fields) {
    TrustKey key = new TrustKey("", fields[0], decode(fields[2]));
    return SignatureMethod.named(fields[1])
        .flatMap(
            method ->
                key.publicKey().map(k -> method.verify(k, decode(fields[3]), decode(fields[4]))))
        .orElse(false);
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
