/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may sign a role.
 *
 * @param keys by the id under which they are published
 * @param threshold how many different public keys must have signed, at least 1
 */
record RoleKeys(String role, Map<String, TrustKey> keys, long threshold) {

  RoleKeys {
    keys = Map.copyOf(keys);
  }

  /** Reads {@code keyids} and {@code threshold}; each id must be among {@code published}. */
  static RoleKeys parse(String role, Members members, Map<String, TrustKey> published)
      throws TufException {
    Map<String, TrustKey> keys = new LinkedHashMap<>();
    for (String id : members.texts("keyids")) {
      TrustKey key = published.get(id);
      if (key == null) {
        throw TufException.malformed(members.where() + ": role " + role + " names an unknown key");
      }
      keys.put(id, key);
    }
    return new RoleKeys(role, keys, members.integer("threshold", 1));
  }

  /** The keys of a {@code keys} member. */
  static Map<String, TrustKey> published(Members keys) throws TufException {
    Map<String, TrustKey> published = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> entry : keys.values().entrySet()) {
      published.put(
          entry.getKey(),
          TrustKey.parse(entry.getKey(), Members.of(keys.where(), entry.getValue())));
    }
    return published;
  }

  /** The public keys behind {@link #keys}; keys of unknown types have none. */
  Set<PublicKey> publicKeys() {
    Set<PublicKey> publicKeys = new LinkedHashSet<>();
    keys.values().forEach(key -> key.publicKey().ifPresent(publicKeys::add));
    return publicKeys;
  }

  /** The same threshold over fewer keys. */
  RoleKeys only(List<TrustKey> some) {
    Map<String, TrustKey> kept = new LinkedHashMap<>();
    some.forEach(key -> kept.put(key.id(), key));
    return new RoleKeys(role, kept, threshold);
  }

  /**
   * The public keys whose valid signatures {@code file} carries, at least {@link #threshold}. One
   * public key under two ids counts once.
   *
   * @throws TufException BAD_SIGNATURE when there is none, THRESHOLD when there are too few
   */
  Set<PublicKey> verify(SignedFile file) throws TufException {
    if (file.signatures().isEmpty()) {
      throw new TufException(
          ReasonCode.BAD_SIGNATURE, "tuf: data has no signatures\nin " + file.role());
    }
    Set<PublicKey> signers = new LinkedHashSet<>();
    for (SignedFile.Entry entry : file.signatures()) {
      signer(entry, file.message()).ifPresent(signers::add);
    }
    if (signers.size() < threshold) {
      throw new TufException(
          signers.isEmpty() ? ReasonCode.BAD_SIGNATURE : ReasonCode.THRESHOLD,
          "valid signatures did not meet threshold for "
              + file.role()
              + "\n"
              + signers.size()
              + " of "
              + threshold
              + " needed, by different keys");
    }
    return signers;
  }

  /** An unknown key or method, or an invalid signature, is passed over: another may be good. */
  private Optional<PublicKey> signer(SignedFile.Entry entry, byte[] message) throws TufException {
    TrustKey key = keys.get(entry.keyId());
    if (key == null) {
      return Optional.empty();
    }
    if (!key.computedId().equals(entry.keyId())) {
      throw new TufException(
          ReasonCode.BAD_SIGNATURE, "key ID is not valid for key content\nin " + role);
    }
    Optional<SignatureMethod> method = SignatureMethod.named(entry.method());
    return method.isEmpty()
        ? Optional.empty()
        : key.publicKey().filter(publicKey -> method.get().verify(publicKey, message, entry.sig()));
  }
}
