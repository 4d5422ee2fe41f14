/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.image.Digest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContentCacheTest {

  private static final Credentials ALICE = new Credentials.Basic("alice", "secret");

  private final ContentCache cache = new ContentCache(100_000);

  @Test
  void findsContentByItsDigestForTheSameReaderOnly() {
    byte[] bytes = content(1, 100);
    cache.keep(key("a.test/app", bytes, ALICE), new ContentCache.Content("type", bytes));

    assertThat(cache.find(key("a.test/app", bytes, ALICE)))
        .hasValueSatisfying(
            found -> {
              assertThat(found.bytes()).isEqualTo(bytes);
              assertThat(found.mediaType()).isEqualTo("type");
            });
    assertThat(cache.find(key("a.test/app", bytes))).isEmpty();
    assertThat(cache.find(key("a.test/app", bytes, new Credentials.Basic("alice", "old"))))
        .isEmpty();
    assertThat(cache.find(key("b.test/app", bytes, ALICE))).isEmpty();
  }

  @Test
  void refusesContentOfAnotherDigest() {
    ContentCache.Key key = key("a.test/app", content(1, 100));

    assertThatThrownBy(() -> cache.keep(key, new ContentCache.Content("type", content(2, 100))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key.digest().toString());
    assertThat(cache.find(key)).isEmpty();
  }

  @Test
  void holdsNoMoreBytesThanItMay() {
    List<byte[]> contents = IntStream.range(0, 100).mapToObj(i -> content(i, 10_000)).toList();
    for (byte[] bytes : contents) {
      cache.keep(key("a.test/app", bytes), new ContentCache.Content("type", bytes));
    }

    assertThat(contents.stream().filter(c -> cache.find(key("a.test/app", c)).isPresent()).count())
        .isBetween(1L, 9L);
  }

  private static ContentCache.Key key(String repository, byte[] bytes, Credentials... credentials) {
    return new ContentCache.Key(repository, List.of(credentials), Digest.of(bytes));
  }

  private static byte[] content(int seed, int length) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) seed;
    return bytes;
  }
}
