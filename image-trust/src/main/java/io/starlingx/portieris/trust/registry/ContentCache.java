/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.verdict.CacheUse;
import java.util.List;
import java.util.Optional;

/**
 * Registry content by its digest, so that it never goes stale; bounded by its bytes. The digest is
 * computed anew when content goes in and when it comes out. Content that was read with some
 * credentials is found only with the same.
 */
public final class ContentCache {

  private static final int ENTRY_BYTES = 512;

  private final Cache<Key, Content> contents;

  /** A cache of at most this many bytes. */
  public ContentCache(long maxBytes) {
    this.contents =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(maxBytes)
            .recordStats()
            .weigher((Key key, Content content) -> ENTRY_BYTES + content.bytes.length)
            .build();
  }

  /**
   * Where content is and who may read it.
   *
   * @param repository registry and path
   */
  public record Key(String repository, List<Credentials> credentials, Digest digest) {
    public Key {
      requireNonNull(repository, "repository");
      requireNonNull(digest, "digest");
      credentials = List.copyOf(credentials);
    }
  }

  /**
   * A document as it came.
   *
   * @param mediaType as the registry stated it
   */
  @SuppressWarnings("ArrayRecordComponent") // copied in and out, never compared
  public record Content(String mediaType, byte[] bytes) {
    public Content {
      requireNonNull(mediaType, "mediaType");
      bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }
  }

  /** How it is used. */
  public CacheUse use(String name) {
    return CacheUse.of(name, contents);
  }

  /** The content, if it is here and still what its digest says. */
  public Optional<Content> find(Key key) {
    Optional<Content> found = Optional.ofNullable(contents.getIfPresent(key));
    if (found.isPresent() && !matches(key, found.get())) {
      contents.invalidate(key);
      return Optional.empty();
    }
    return found;
  }

  /**
   * Keeps content.
   *
   * @throws IllegalArgumentException when its digest is another one
   */
  public void keep(Key key, Content content) {
    if (!matches(key, content)) {
      throw new IllegalArgumentException("content of another digest than " + key.digest());
    }
    contents.put(key, content);
  }

  private static boolean matches(Key key, Content content) {
    return Digest.of(content.bytes).equals(key.digest());
  }
}
