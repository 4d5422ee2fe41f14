/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.starlingx.portieris.trust.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * How a floor, or the list of keys, is written down: the digest of what follows, a line end, then
 * canonical JSON.
 */
public final class FloorFile {

  /** Largest root, compressed, that is kept. */
  static final int MAX_ROOT_BYTES = 512 * 1024;

  private static final int DIGEST_LINE = "sha256:".length() + 64 + 1;

  private FloorFile() {}

  /** One entry. */
  public record Entry(FloorKey key, Floor floor) {}

  /** The document of one entry: text in UTF-8. */
  public static byte[] write(Entry entry) {
    Map<String, JsonValue> roles = new HashMap<>();
    entry
        .floor()
        .roles()
        .forEach(
            (role, accepted) ->
                roles.put(
                    role,
                    object(
                        Map.of(
                            "version",
                            new JsonValue.JsonNumber(Long.toString(accepted.version())),
                            "sha256",
                            text(accepted.content().hex())))));
    return seal(
        object(
            Map.of(
                "key",
                key(entry.key()),
                "roles",
                object(roles),
                "root",
                text(Base64.getEncoder().encodeToString(gzip(entry.floor().root()))))));
  }

  /** The document that lists keys: text in UTF-8. */
  public static byte[] writeIndex(Collection<FloorKey> keys) {
    return seal(index(keys));
  }

  private static JsonValue index(Collection<FloorKey> keys) {
    return object(
        Map.of("keys", new JsonValue.JsonArray(keys.stream().map(FloorFile::key).toList())));
  }

  /** How many bytes longer a list of keys becomes with {@code key}, at most. */
  public static int lengthInIndex(FloorKey key) {
    return DIGEST_LINE + encode(index(List.of(key))).length;
  }

  /** The entry in {@code file}, or empty when a single byte is not as it was written. */
  public static Optional<Entry> read(byte[] file) {
    try {
      Members members = open(file);
      Map<String, Floor.Accepted> roles = new HashMap<>();
      Members stored = members.object("roles");
      for (String role : stored.values().keySet()) {
        Members accepted = stored.object(role);
        roles.put(
            role,
            new Floor.Accepted(
                accepted.integer("version", 1), new Digest(accepted.text("sha256"))));
      }
      Floor floor = new Floor(gunzip(members.base64("root")), roles);
      return Optional.of(new Entry(key(members.object("key")), floor));
    } catch (TufException | IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The keys in {@code file}, or empty when a single byte is not as it was written. */
  public static Optional<List<FloorKey>> readIndex(byte[] file) {
    try {
      List<FloorKey> keys = new ArrayList<>();
      for (JsonValue key : open(file).array("keys")) {
        keys.add(key(Members.of("index", key)));
      }
      return Optional.of(keys);
    } catch (TufException e) {
      return Optional.empty();
    }
  }

  private static JsonValue key(FloorKey key) {
    return switch (key) {
      case FloorKey.Pinned(String anchor, String gun) ->
          object(Map.of("anchor", text(anchor), "gun", text(gun)));
      case FloorKey.FirstUse(List<String> servers, String gun, String namespace) ->
          object(
              Map.of(
                  "servers",
                  new JsonValue.JsonArray(servers.stream().map(FloorFile::text).toList()),
                  "gun",
                  text(gun),
                  "namespace",
                  text(namespace)));
    };
  }

  private static FloorKey key(Members key) throws TufException {
    return key.find("anchor").isPresent()
        ? new FloorKey.Pinned(key.text("anchor"), key.text("gun"))
        : new FloorKey.FirstUse(key.texts("servers"), key.text("gun"), key.text("namespace"));
  }

  private static byte[] seal(JsonValue content) {
    byte[] json = encode(content);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes((Digest.of(json) + "\n").getBytes(US_ASCII));
    file.writeBytes(json);
    return file.toByteArray();
  }

  private static byte[] encode(JsonValue content) {
    try {
      return CanonicalJson.encode(content);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("versions are integers", e);
    }
  }

  private static Members open(byte[] file) throws TufException {
    if (file.length > DIGEST_LINE) {
      byte[] json = Arrays.copyOfRange(file, DIGEST_LINE, file.length);
      if (new String(file, 0, DIGEST_LINE, US_ASCII).equals(Digest.of(json) + "\n")) {
        return Members.parse("state", json);
      }
    }
    throw TufException.malformed("the checksum is wrong");
  }

  /** Whether a root is too large to be kept. */
  static boolean isTooLarge(byte[] root) {
    // Compressing never adds as much as this leaves, so that nearly all need not be compressed.
    return root.length > MAX_ROOT_BYTES / 2 && gzip(root).length > MAX_ROOT_BYTES;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return compressed.toByteArray();
  }

  private static byte[] gunzip(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] root = in.readNBytes(RootMetadata.MAX_BYTES + 1);
      if (root.length > RootMetadata.MAX_BYTES) {
        throw new IOException("the root is too large");
      }
      return root;
    }
  }

  private static JsonValue object(Map<String, JsonValue> members) {
    return new JsonValue.JsonObject(members);
  }

  private static JsonValue text(String text) {
    return new JsonValue.JsonString(text);
  }
}
