/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.registry.ContentCache;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.tuf.JsonValue;
import io.starlingx.portieris.trust.tuf.MalformedJsonException;
import io.starlingx.portieris.trust.tuf.StrictJson;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out which content an image reference stands for: the digest is that of the bytes that came,
 * whatever the registry says about them.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests">
 *     Pulling manifests</a>
 */
record ManifestFetch(RepositoryReader registry, RegistryMemory memory) {

  /** Longest manifest or index, in bytes. */
  static final int MAX_BYTES = 4 << 20;

  private static final List<String> INDEXES =
      List.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final List<String> IMAGES =
      List.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  /** Members by which the kind of a document is told. */
  private static final List<String> TELLING = List.of("mediaType", "manifests", "layers", "config");

  private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+";
  // In one field: a registry converts what it believes the client not to understand.
  private static final Headers ACCEPT =
      new Headers(
          List.of(
              new Headers.Field(
                  "Accept", String.join(", ", INDEXES) + ", " + String.join(", ", IMAGES))));

  ManifestFetch {
    requireNonNull(registry, "registry");
    requireNonNull(memory, "memory");
  }

  Digest digest() throws EndedException {
    ImageReference image = registry.image();
    Optional<Digest> expected = image.digest().or(this::currentDigest);
    return expected.isPresent() && isKnown(expected.get()) ? expected.get() : fetch();
  }

  /** What the registry says that a tag stands for now, if that may be content known already. */
  private Optional<Digest> currentDigest() {
    return memory.lastSeen(registry.image(), registry.credentials()).isEmpty()
        ? Optional.empty()
        : registry
            .head(uri(), ACCEPT)
            .flatMap(headers -> headers.first("Docker-Content-Digest"))
            .flatMap(Digest::parse);
  }

  /** Whether the content has been read and its kind been checked before. */
  private boolean isKnown(Digest digest) {
    boolean known = memory.manifests().find(key(digest)).isPresent();
    if (known) {
      registry.recordCached(uri());
    }
    return known;
  }

  private Digest fetch() throws EndedException {
    ImageReference image = registry.image();
    ReadResult.Document document =
        registry
            .get(uri(), ACCEPT, MAX_BYTES)
            .orElseThrow(
                () ->
                    EndedException.rejected(
                        ReasonCode.NOT_FOUND,
                        image.registry() + " holds no manifest " + reference()));
    memory.learn(uri(), document.headers());
    byte[] content = document.content();
    String type = mediaType(document.headers());
    checkKind(type, content);
    Digest digest = Digest.of(content);
    if (image.digest().isPresent() && !image.digest().get().equals(digest)) {
      throw EndedException.rejected(
          ReasonCode.DIGEST_MISMATCH,
          "the manifest that " + image.registry() + " sent has the digest " + digest);
    }
    memory.manifests().keep(key(digest), new ContentCache.Content(type, content));
    if (image.digest().isEmpty()) {
      memory.saw(image, registry.credentials(), digest);
    }
    return digest;
  }

  private URI uri() {
    return registry.inRegistry("/v2/" + registry.image().path() + "/manifests/" + reference());
  }

  private String reference() {
    ImageReference image = registry.image();
    return image.digest().map(Digest::toString).orElseGet(image::tagOrLatest);
  }

  private ContentCache.Key key(Digest digest) {
    return new ContentCache.Key(registry.image().name(), registry.credentials(), digest);
  }

  private static String mediaType(Headers headers) {
    String value = headers.first("Content-Type").orElse("");
    int parameters = value.indexOf(';');
    return (parameters < 0 ? value : value.substring(0, parameters))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static void checkKind(String type, byte[] content) throws EndedException {
    if (type.startsWith(SCHEMA_1)) {
      throw EndedException.rejected(
          ReasonCode.UNSUPPORTED, "a manifest of schema 1 cannot be checked; push the image anew");
    }
    if (!INDEXES.contains(type) && !IMAGES.contains(type)) {
      throw malformed("not a manifest: " + (type.isEmpty() ? "no media type" : type));
    }
    Map<String, JsonValue> members = members(content);
    if (members.keySet().stream().anyMatch(ManifestFetch::isAmbiguous)) {
      throw malformed("a manifest that other programs may read as one of another kind");
    }
    JsonValue stated = members.get("mediaType");
    if (stated != null && !stated.equals(new JsonValue.JsonString(type))) {
      throw malformed("a manifest that states another media type than its registry");
    }
    if (members.containsKey("manifests") != INDEXES.contains(type)
        || members.containsKey("layers") != IMAGES.contains(type)) {
      throw malformed("a manifest that is not of its media type, " + type);
    }
  }

  /** Some runtimes match names in any case, and know members of schema 1. */
  private static boolean isAmbiguous(String member) {
    return member.equalsIgnoreCase("fsLayers")
        || TELLING.stream().anyMatch(m -> m.equalsIgnoreCase(member) && !m.equals(member));
  }

  private static Map<String, JsonValue> members(byte[] content) throws EndedException {
    try {
      if (StrictJson.parse(content) instanceof JsonValue.JsonObject(var members)) {
        return members;
      }
    } catch (MalformedJsonException e) {
      throw malformed("the manifest: " + e.getMessage());
    }
    throw malformed("the manifest is not an object");
  }

  private static EndedException malformed(String message) {
    return EndedException.rejected(ReasonCode.MALFORMED, message);
  }
}
