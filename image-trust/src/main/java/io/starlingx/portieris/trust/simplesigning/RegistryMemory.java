/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.Origin;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.registry.ContentCache;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.verdict.CacheUse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What earlier verifications found out that still helps: manifests, which never change, the content
 * that a tag last stood for, signatures that were accepted, registries that keep signatures. None
 * of it is believed: a manifest's digest is computed again, a tag is asked for again, a signature
 * is judged again. What was read with some credentials serves only requests that hold the same.
 */
final class RegistryMemory {

  /** For how long a signature need not be looked for again where it was found. */
  static final Duration SIGNATURES = Duration.ofMinutes(5);

  private static final Duration REGISTRIES = Duration.ofMinutes(10);
  private static final long MANIFEST_BYTES = 6L << 20;
  private static final long SIGNATURE_BYTES = 4L << 20;
  private static final int ENTRY_BYTES = 512;
  private static final int MAX_TAGS = 10_000;
  private static final int MAX_REGISTRIES = 1_000;

  private final ContentCache manifests = new ContentCache(MANIFEST_BYTES);
  private final Cache<Tag, Digest> tags =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_TAGS).build();
  private final Cache<Signed, List<byte[]>> signatures;
  private final Cache<Origin, Boolean> keepers;

  RegistryMemory(Ticker ticker) {
    this.signatures =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .ticker(ticker)
            .maximumWeight(SIGNATURE_BYTES)
            .recordStats()
            .weigher(
                (Signed key, List<byte[]> blobs) ->
                    ENTRY_BYTES + blobs.stream().mapToInt(blob -> blob.length).sum())
            .expireAfterWrite(SIGNATURES)
            .build();
    this.keepers =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .ticker(ticker)
            .maximumSize(MAX_REGISTRIES)
            .expireAfterWrite(REGISTRIES)
            .build();
  }

  List<CacheUse> caches() {
    return List.of(manifests.use("manifests"), CacheUse.of("signatures", signatures));
  }

  ContentCache manifests() {
    return manifests;
  }

  /** What the image's tag stood for when it was last asked for with these credentials. */
  Optional<Digest> lastSeen(ImageReference image, List<Credentials> credentials) {
    return Optional.ofNullable(tags.getIfPresent(Tag.of(image, credentials)));
  }

  void saw(ImageReference image, List<Credentials> credentials, Digest digest) {
    tags.put(Tag.of(image, credentials), digest);
  }

  /** Signatures that satisfied some requirement about this content. */
  List<byte[]> accepted(SignatureRequest request, Digest digest) {
    return Optional.ofNullable(signatures.getIfPresent(Signed.of(request, digest)))
        .orElse(List.of());
  }

  void accept(SignatureRequest request, Digest digest, List<byte[]> blobs) {
    signatures.put(Signed.of(request, digest), List.copyOf(blobs));
  }

  /** Whether the registry keeps signatures itself; empty when that is not known. */
  Optional<Boolean> keepsSignatures(URI inRegistry) {
    return Optional.ofNullable(keepers.getIfPresent(Origin.of(inRegistry)));
  }

  /** Learns from any answer of the registry. */
  void learn(URI inRegistry, Headers headers) {
    if (promisesSignatures(headers)) {
      keepers.put(Origin.of(inRegistry), true);
    }
  }

  void keepsNoSignatures(URI inRegistry) {
    keepers.put(Origin.of(inRegistry), false);
  }

  static boolean promisesSignatures(Headers headers) {
    return headers
        .first("X-Registry-Supports-Signatures")
        .filter(value -> value.strip().equals("1"))
        .isPresent();
  }

  private record Tag(String name, String tag, List<Credentials> credentials) {
    private static Tag of(ImageReference image, List<Credentials> credentials) {
      return new Tag(image.name(), image.tagOrLatest(), credentials);
    }
  }

  private record Signed(
      String name,
      String signedPath,
      Digest digest,
      Optional<SignatureStore> store,
      List<Credentials> credentials) {
    private static Signed of(SignatureRequest request, Digest digest) {
      return new Signed(
          request.image().name(),
          request.signed().path(),
          digest,
          request.store(),
          request.credentials());
    }
  }
}
