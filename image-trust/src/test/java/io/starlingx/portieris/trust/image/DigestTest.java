/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DigestTest {

  @Test
  void hashesContentAsSha256sumDoes() {
    assertThat(Digest.of("{}".getBytes(UTF_8)))
        .hasToString("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  }

  @Test
  void refusesEveryOtherSpelling() {
    String hex = "4".repeat(64);
    assertThat(Digest.parse("sha256:" + "A".repeat(64))).isEmpty();
    assertThat(Digest.parse("sha256:" + hex + "0")).isEmpty();
    assertThat(Digest.parse("SHA256:" + hex)).isEmpty();
    assertThat(Digest.parse("sha512:" + hex)).isEmpty();
    assertThat(Digest.parse(" sha256:" + hex)).isEmpty();
  }

  @Property(tries = 100)
  void readsBackWhatItPrints(@ForAll @Size(max = 40) byte[] content) {
    Digest digest = Digest.of(content);
    assertThat(Digest.parse(digest.toString())).contains(digest);
  }

  @FuzzTest(maxDuration = "2s")
  void neverThrowsOnHostileText(byte[] text) {
    Digest.parse(new String(text, UTF_8)).ifPresent(d -> assertThat(d.hex()).hasSize(64));
  }
}
