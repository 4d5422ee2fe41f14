/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.image.Digest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FloorFileTest {

  private static final FloorKey KEY = new FloorKey.Pinned("a".repeat(64), "registry.test/app");

  private static FloorFile.Entry entry(byte[] root) {
    return new FloorFile.Entry(
        KEY,
        new Floor(root, Map.of("root", new Floor.Accepted(1, Digest.of("r".getBytes(UTF_8))))));
  }

  @Test
  void readsWhatItHasWritten() {
    FloorFile.Entry entry = entry("root".getBytes(UTF_8));
    assertThat(FloorFile.read(FloorFile.write(entry))).contains(entry);
    List<FloorKey> keys =
        List.of(KEY, new FloorKey.FirstUse(List.of("https://n2", "https://n1"), "g", "team"));
    assertThat(FloorFile.readIndex(FloorFile.writeIndex(keys))).contains(keys);
  }

  /** What is small on the disk may be large in memory. */
  @Test
  void unpacksNoMoreThanARootMayBeLong() {
    FloorFile.Entry longest = entry(new byte[RootMetadata.MAX_BYTES]);
    assertThat(FloorFile.read(FloorFile.write(longest))).contains(longest);
    assertThat(FloorFile.read(FloorFile.write(entry(new byte[RootMetadata.MAX_BYTES + 1]))))
        .isEmpty();
  }

  @Test
  void refusesWhatIsTooShortForAChecksum() {
    assertThat(FloorFile.read(new byte[0])).isEqualTo(Optional.empty());
    assertThat(FloorFile.readIndex("sha256:".getBytes(UTF_8))).isEqualTo(Optional.empty());
  }

  @Test
  void keepsNoRootThatIsTooLargeOnceItIsCompressed() {
    byte[] random = new byte[FloorFile.MAX_ROOT_BYTES];
    new Random(1).nextBytes(random);

    assertThat(FloorFile.isTooLarge(random)).isTrue();
    assertThat(FloorFile.isTooLarge(Arrays.copyOf(random, random.length - 1024))).isFalse();
    assertThat(FloorFile.isTooLarge(Arrays.copyOf(random, random.length / 2))).isFalse();
    assertThat(FloorFile.isTooLarge(new byte[4 * FloorFile.MAX_ROOT_BYTES])).isFalse();
  }
}
