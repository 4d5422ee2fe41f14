/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.tuf.JsonValue;
import io.starlingx.portieris.trust.tuf.MalformedJsonException;
import io.starlingx.portieris.trust.tuf.StrictJson;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the signatures of one digest: from the registry where it keeps them itself, else from
 * the store. Nothing vouches for the list; a signature that was taken away is one that is missing.
 *
 * @see <a
 *     href="https://docs.openshift.com/container-platform/3.11/admin_guide/image_signatures.html">
 *     Signature extension of the registry API</a>
 */
record SignatureFetch(RepositoryReader registry, Optional<SignatureStore> store) {

  /** Most signatures that are looked at. */
  static final int MAX_SIGNATURES = 16;

  private static final int MAX_LIST = 4 << 20;
  private static final int MAX_PING = 64 * 1024;
  private static final Headers NONE = new Headers(List.of());

  SignatureFetch {
    requireNonNull(registry, "registry");
    requireNonNull(store, "store");
  }

  List<byte[]> signatures(Digest digest) throws EndedException {
    if (registryKeepsSignatures()) {
      return fromRegistry(digest);
    }
    return store.isPresent() ? fromStore(store.get(), digest) : List.of();
  }

  private boolean registryKeepsSignatures() throws EndedException {
    return registry
        .get(registry.inRegistry("/v2/"), NONE, MAX_PING)
        .flatMap(ping -> ping.headers().first("X-Registry-Supports-Signatures"))
        .filter(value -> value.strip().equals("1"))
        .isPresent();
  }

  private List<byte[]> fromRegistry(Digest digest) throws EndedException {
    URI uri =
        registry.inRegistry("/extensions/v2/" + registry.image().path() + "/signatures/" + digest);
    Optional<ReadResult.Document> list = registry.get(uri, NONE, MAX_LIST);
    return list.isEmpty() ? List.of() : entries(list.get().content());
  }

  private static List<byte[]> entries(byte[] document) throws EndedException {
    try {
      if (StrictJson.parse(document) instanceof JsonValue.JsonObject(Map<String, JsonValue> top)
          && top.get("signatures") instanceof JsonValue.JsonArray(List<JsonValue> entries)) {
        List<byte[]> signatures = new ArrayList<>();
        for (JsonValue entry : entries) {
          Optional<byte[]> signature = content(entry);
          if (signature.isPresent() && signatures.size() < MAX_SIGNATURES) {
            signatures.add(signature.get());
          }
        }
        return signatures;
      }
    } catch (MalformedJsonException e) {
      throw EndedException.rejected(
          ReasonCode.MALFORMED, "the registry's list of signatures: " + e.getMessage());
    }
    throw EndedException.rejected(
        ReasonCode.MALFORMED, "the registry's list of signatures holds no signatures");
  }

  /** The content of an entry of the one kind that is known; damaged content is no signature. */
  private static Optional<byte[]> content(JsonValue entry) {
    if (entry instanceof JsonValue.JsonObject(Map<String, JsonValue> members)
        && new JsonValue.JsonNumber("2").equals(members.get("schemaVersion"))
        && new JsonValue.JsonString("atomic").equals(members.get("type"))
        && members.get("content") instanceof JsonValue.JsonString(String base64)) {
      try {
        return Optional.of(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException e) {
        return Optional.of(new byte[0]);
      }
    }
    return Optional.empty();
  }

  private List<byte[]> fromStore(SignatureStore from, Digest digest) throws EndedException {
    boolean secure = "https".equalsIgnoreCase(from.url().getScheme());
    List<Credentials> usable = secure ? from.credentials() : List.of();
    List<byte[]> signatures = new ArrayList<>();
    for (int number = 1; number <= MAX_SIGNATURES; number++) {
      URI uri = from.signature(registry.image(), digest, number);
      Optional<ReadResult.Document> signature =
          registry.get(uri, NONE, SignedMessage.MAX_BLOB, usable);
      if (signature.isEmpty()) {
        break;
      }
      signatures.add(signature.get().content());
    }
    return signatures;
  }
}
