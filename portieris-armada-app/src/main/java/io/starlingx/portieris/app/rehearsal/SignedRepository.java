/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One repository's trust data, signed for a day with keys that are thrown away: one tag for each of
 * the names, all with the same content.
 *
 * @see <a href="https://theupdateframework.github.io/specification/v1.0.33/">The Update Framework
 *     specification, 4.2</a>
 */
final class SignedRepository {

  static final String DIGEST = "5d".repeat(32);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final String expires =
      Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
  private final Map<String, byte[]> files = new HashMap<>();

  private record Key(String id, Map<String, Object> document, PrivateKey signs) {}

  /**
   * Signs it.
   *
   * @param root key and certificate of the root, whose common name is the repository's name
   */
  static SignedRepository of(KeyStoreFile root, List<String> tags) throws GeneralSecurityException {
    SignedRepository repository = new SignedRepository();
    repository.sign(key("ecdsa-x509", root.pem().getBytes(UTF_8), root.key()), tags);
    return repository;
  }

  /** The file of a role, {@code snapshot} or, by its hash, {@code snapshot.<hex>}. */
  Optional<byte[]> file(String name) {
    return Optional.ofNullable(files.get(name.replaceFirst("\\..*", "")));
  }

  private void sign(Key root, List<String> tags) throws GeneralSecurityException {
    Key targets = bare();
    Key snapshot = bare();
    Key timestamp = bare();
    Map<String, Object> keys = new HashMap<>();
    Map<String, Object> roles = new HashMap<>();
    Map.of("root", root, "targets", targets, "snapshot", snapshot, "timestamp", timestamp)
        .forEach(
            (role, key) -> {
              keys.put(key.id(), key.document());
              roles.put(role, Map.of("keyids", List.of(key.id()), "threshold", 1));
            });
    put(
        "root",
        root,
        document("Root", Map.of("consistent_snapshot", false, "keys", keys, "roles", roles)));
    Map<String, Object> signed = new HashMap<>();
    tags.forEach(tag -> signed.put(tag, meta(HexFormat.of().parseHex(DIGEST), 345)));
    put(
        "targets",
        targets,
        document(
            "Targets",
            Map.of(
                "targets", signed, "delegations", Map.of("keys", Map.of(), "roles", List.of()))));
    put(
        "snapshot",
        snapshot,
        document(
            "Snapshot", Map.of("meta", Map.of("root", meta("root"), "targets", meta("targets")))));
    put(
        "timestamp",
        timestamp,
        document("Timestamp", Map.of("meta", Map.of("snapshot", meta("snapshot")))));
  }

  private Map<String, Object> document(String type, Map<String, Object> content) {
    Map<String, Object> document = new HashMap<>(content);
    document.put("_type", type);
    document.put("expires", expires);
    document.put("version", 1);
    return document;
  }

  private Map<String, Object> meta(String role) throws GeneralSecurityException {
    byte[] file = files.getOrDefault(role, new byte[0]);
    return meta(MessageDigest.getInstance("SHA-256").digest(file), file.length);
  }

  private static Map<String, Object> meta(byte[] sha256, int length) {
    String hash = Base64.getEncoder().encodeToString(sha256);
    return Map.of("hashes", Map.of("sha256", hash), "length", length);
  }

  private void put(String role, Key key, Map<String, Object> signed)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key.signs());
    signature.update(canonical(signed));
    Map<String, Object> by =
        Map.of(
            "keyid", key.id(),
            "method", "ecdsa",
            "sig", Base64.getEncoder().encodeToString(signature.sign()));
    files.put(role, canonical(Map.of("signed", signed, "signatures", List.of(by))));
  }

  private static Key bare() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    return key("ecdsa", pair.getPublic().getEncoded(), pair.getPrivate());
  }

  private static Key key(String type, byte[] encoded, PrivateKey signs)
      throws GeneralSecurityException {
    Map<String, Object> value = new HashMap<>();
    value.put("private", JSON.nullNode());
    value.put("public", Base64.getEncoder().encodeToString(encoded));
    Map<String, Object> document = Map.of("keytype", type, "keyval", value);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical(document));
    return new Key(HexFormat.of().formatHex(hash), document, signs);
  }

  /** Sorted names, no spaces; no text here holds a character that JSON would escape. */
  private static byte[] canonical(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value", e);
    }
  }
}
