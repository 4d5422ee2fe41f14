/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.OutboundRequest.Method;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
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
 * Finds the signatures of one digest: in the registry where it keeps them itself, else in the
 * store. Nothing vouches for the list; a signature that was taken away is one that is missing.
 *
 * @param signed the image under the name that it was signed under, by which stores file signatures
 * @see <a
 *     href="https://docs.openshift.com/container-platform/3.11/admin_guide/image_signatures.html">
 *     Signature extension of the registry API</a>
 */
record SignatureFetch(
    RepositoryReader registry,
    ImageReference signed,
    Optional<SignatureStore> store,
    RegistryMemory memory) {

  private static final int MAX_LIST = 4 << 20;
  private static final int MAX_PING = 64 * 1024;
  private static final Headers NONE = new Headers(List.of());

  SignatureFetch {
    requireNonNull(registry, "registry");
    requireNonNull(signed, "signed");
    requireNonNull(store, "store");
    requireNonNull(memory, "memory");
  }

  SignatureSource signatures(Digest digest) throws EndedException {
    if (registryKeepsSignatures()) {
      return SignatureSource.of(fromRegistry(digest));
    }
    return store.isPresent()
        ? new StoredSignatures(registry, store.get(), signed.path(), digest)
        : SignatureSource.of(List.of());
  }

  /** Known from the registry's earlier answers; else its base is asked, once in a while. */
  private boolean registryKeepsSignatures() throws EndedException {
    URI base = registry.inRegistry("/v2/");
    Optional<Boolean> known = memory.keepsSignatures(base);
    return known.isPresent() ? known.get() : ping(base);
  }

  private boolean ping(URI base) throws EndedException {
    ReadResult pong = registry.ask(Method.GET, base, MAX_PING, registry.credentials());
    Headers headers =
        pong instanceof ReadResult.Unauthorized
            ? NONE // it lets its repositories be read and not its base: nothing is promised there
            : registry.document(base, pong).map(ReadResult.Document::headers).orElse(NONE);
    memory.learn(base, headers);
    boolean keeps = RegistryMemory.promisesSignatures(headers);
    if (!keeps) {
      memory.keepsNoSignatures(base);
    }
    return keeps;
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
          if (signature.isPresent() && signatures.size() < StoredSignatures.MAX) {
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
}
