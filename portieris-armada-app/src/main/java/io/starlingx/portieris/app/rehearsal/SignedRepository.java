/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.app.rehearsal.SigningKey.Algorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One repository's trust data, signed for a day: one tag, which a signer and the releases hold, as
 * Docker's client signs. The content is another one for each repository.
 *
 * @see <a href="https://theupdateframework.github.io/specification/v1.0.33/">The Update Framework
 *     specification, 4.2</a>
 */
final class SignedRepository {

  static final String TAG = "v1";
  static final String SIGNER = "alice";

  private static final List<String> DELEGATES = List.of("targets/" + SIGNER, "targets/releases");

  private final String expires =
      Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
  private final Map<String, byte[]> files = new HashMap<>();

  private SignedRepository() {}

  /** Signs it. */
  static SignedRepository of(Publisher publisher, String name) throws GeneralSecurityException {
    SignedRepository repository = new SignedRepository();
    repository.sign(publisher, name);
    return repository;
  }

  /** The file of a role, {@code snapshot} or, by its hash, {@code snapshot.<hex>}. */
  Optional<byte[]> file(String name) {
    return Optional.ofNullable(files.get(name.replaceFirst("\\..*", "")));
  }

  private void sign(Publisher publisher, String name) throws GeneralSecurityException {
    SigningKey root = publisher.root(name);
    SigningKey targets = publisher.targets(name);
    SigningKey snapshot = SigningKey.generate(Algorithm.P256);
    SigningKey timestamp = SigningKey.generate(Algorithm.P256);
    Map<String, Object> keys = new HashMap<>();
    Map<String, Object> roles = new HashMap<>();
    Map.of("root", root, "targets", targets, "snapshot", snapshot, "timestamp", timestamp)
        .forEach(
            (role, key) -> {
              keys.put(key.id(), key.document());
              roles.put(role, Map.of("keyids", List.of(key.id()), "threshold", 1));
            });
    put("root", root, "Root", Map.of("consistent_snapshot", false, "keys", keys, "roles", roles));

    SigningKey signer = publisher.signer();
    put("targets", targets, "Targets", targets(Map.of(), List.of(signer)));
    Map<String, Object> tag = Map.of(TAG, meta(name.getBytes(UTF_8)));
    for (String role : DELEGATES) {
      put(role, signer, "Targets", targets(tag, List.of()));
    }
    Map<String, Object> metas = new HashMap<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      metas.put(file.getKey(), meta(file.getValue()));
    }
    byte[] file = put("snapshot", snapshot, "Snapshot", Map.of("meta", metas));
    Map<String, Object> latest = Map.of("snapshot", meta(file));
    put("timestamp", timestamp, "Timestamp", Map.of("meta", latest));
  }

  /** What a role signs itself, and what it leaves to others who hold one of these keys. */
  private static Map<String, Object> targets(Map<String, Object> signed, List<SigningKey> signers) {
    Map<String, Object> keys = new HashMap<>();
    signers.forEach(signer -> keys.put(signer.id(), signer.document()));
    List<Map<String, Object>> roles =
        signers.isEmpty()
            ? List.of()
            : DELEGATES.stream()
                .map(
                    role ->
                        Map.<String, Object>of(
                            "name",
                            role,
                            "keyids",
                            List.copyOf(keys.keySet()),
                            "threshold",
                            1,
                            "paths",
                            List.of("")))
                .toList();
    return Map.of("targets", signed, "delegations", Map.of("keys", keys, "roles", roles));
  }

  private static Map<String, Object> meta(byte[] content) throws GeneralSecurityException {
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content);
    return Map.of(
        "hashes",
        Map.of("sha256", Base64.getEncoder().encodeToString(sha256)),
        "length",
        content.length);
  }

  private byte[] put(String role, SigningKey key, String type, Map<String, Object> content)
      throws GeneralSecurityException {
    Map<String, Object> signed = new HashMap<>(content);
    signed.put("_type", type);
    signed.put("expires", expires);
    signed.put("version", 1);
    List<Object> signatures = List.of(key.sign(CanonicalJson.bytes(signed)));
    byte[] file = CanonicalJson.bytes(Map.of("signed", signed, "signatures", signatures));
    files.put(role, file);
    return file;
  }
}
