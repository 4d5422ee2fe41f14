/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Publishes repositories with one signed tag each on a real notary-server, faster than the notary
 * client could: root, targets, delegation and snapshot are signed here, the timestamp by the
 * server. The root key of all repositories is the same, in a certificate for each, as of a
 * publisher who uses the notary client.
 */
final class SignedImages {

  static final String TAG = "v1";
  static final String SIGNER = "alice";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final List<String> DELEGATES = List.of("targets/" + SIGNER, "targets/releases");
  private static final String BOUNDARY = "b0undary";

  private final URI server;
  private final HttpClient client;
  private final String expires =
      Instant.now().plus(7, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
  private final SigningKey root = SigningKey.bare();
  private final SigningKey targets = SigningKey.bare();
  private final SigningKey snapshot = SigningKey.bare();
  private final SigningKey signer = SigningKey.bare();

  /**
   * A publisher.
   *
   * @param client trusts the server
   */
  SignedImages(URI server, HttpClient client) {
    this.server = server;
    this.client = client;
  }

  /** Public key of the signer, in PEM. */
  String signerKey() {
    return signer.pem();
  }

  /** By which a policy may pin the root of every repository. */
  String rootKeyId() {
    return id(root);
  }

  /** Signs and publishes {@link #TAG} of a repository that the server does not know. */
  void publish(String gun) throws IOException, InterruptedException {
    Map<String, byte[]> files = new HashMap<>();
    SigningKey root = this.root.certified(gun);
    Map<?, ?> timestamp = JSON.readValue(send(request(gun, "timestamp.key").build()), Map.class);
    Map<String, Object> keys = new HashMap<>();
    Map<String, Object> roles = new HashMap<>();
    Map.of("root", root, "targets", targets, "snapshot", snapshot)
        .forEach(
            (role, key) -> {
              keys.put(id(key), document(key));
              roles.put(role, Map.of("keyids", List.of(id(key)), "threshold", 1));
            });
    String timestampId = HexFormat.of().formatHex(sha256(canonical(timestamp)));
    keys.put(timestampId, timestamp);
    roles.put("timestamp", Map.of("keyids", List.of(timestampId), "threshold", 1));
    files.put(
        "root",
        sign(root, "Root", 1, Map.of("consistent_snapshot", false, "keys", keys, "roles", roles)));
    Map<String, Object> delegations =
        Map.of(
            "keys",
            Map.of(id(signer), document(signer)),
            "roles",
            DELEGATES.stream().map(this::delegation).toList());
    files.put("targets", targets(targets, Map.of(), delegations, 1));
    files.putAll(delegated(SignedImage.first(gun).hex(), 1));
    publish(gun, files, files, 1);
  }

  /**
   * Signs {@link #TAG} of a repository of ours with another digest. To be done once for each.
   *
   * @param hex the digest
   */
  void resign(String gun, String hex) throws IOException, InterruptedException {
    Map<String, byte[]> changed = delegated(hex, 2);
    Map<String, byte[]> all = new HashMap<>(changed);
    for (String role : List.of("root", "targets")) {
      all.put(role, send(request(gun, role + ".json").build()));
    }
    publish(gun, changed, all, 2);
  }

  private Map<String, byte[]> delegated(String hex, int version) {
    Map<String, Object> signed = Map.of(TAG, meta(HexFormat.of().parseHex(hex), 500));
    Map<String, Object> none = Map.of("keys", Map.of(), "roles", List.of());
    Map<String, byte[]> files = new HashMap<>();
    DELEGATES.forEach(role -> files.put(role, targets(signer, signed, none, version)));
    return files;
  }

  /** Publishes what changed, with a snapshot of all files. */
  private void publish(
      String gun, Map<String, byte[]> changed, Map<String, byte[]> all, int version)
      throws IOException, InterruptedException {
    Map<String, Object> metas = new HashMap<>();
    all.forEach((role, file) -> metas.put(role, meta(sha256(file), file.length)));
    Map<String, byte[]> files = new HashMap<>(changed);
    files.put("snapshot", sign(snapshot, "Snapshot", version, Map.of("meta", metas)));
    send(
        request(gun, "")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(form(files)))
            .build());
  }

  private Map<String, Object> delegation(String role) {
    return Map.of(
        "keyids", List.of(id(signer)), "name", role, "paths", List.of(""), "threshold", 1);
  }

  private byte[] targets(
      SigningKey key, Map<String, Object> signed, Map<String, Object> delegations, int version) {
    return sign(key, "Targets", version, Map.of("targets", signed, "delegations", delegations));
  }

  private HttpRequest.Builder request(String gun, String file) {
    return HttpRequest.newBuilder(server.resolve("/v2/" + gun + "/_trust/tuf/" + file));
  }

  private byte[] send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(
          request.uri()
              + " answered "
              + response.statusCode()
              + ": "
              + new String(response.body(), UTF_8));
    }
    return response.body();
  }

  private static byte[] form(Map<String, byte[]> files) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    files.forEach(
        (role, file) -> {
          form.writeBytes(
              ("--"
                      + BOUNDARY
                      + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\""
                      + role
                      + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                  .getBytes(UTF_8));
          form.writeBytes(file);
          form.writeBytes("\r\n".getBytes(UTF_8));
        });
    form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return form.toByteArray();
  }

  private byte[] sign(SigningKey key, String type, int version, Map<String, Object> content) {
    Map<String, Object> signed = new HashMap<>(content);
    signed.put("_type", type);
    signed.put("expires", expires);
    signed.put("version", version);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key.signs());
      signature.update(canonical(signed));
      Map<String, Object> by =
          Map.of(
              "keyid", id(key),
              "method", "ecdsa",
              "sig", Base64.getEncoder().encodeToString(signature.sign()));
      // As the server itself would write it: it reckons a snapshot's hash from what it has parsed.
      return ("{\"signed\":" + text(signed) + ",\"signatures\":[" + text(by) + "]}")
          .getBytes(UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> meta(byte[] sha256, int length) {
    String hash = Base64.getEncoder().encodeToString(sha256);
    return Map.of("hashes", Map.of("sha256", hash), "length", length);
  }

  private static Map<String, Object> document(SigningKey key) {
    Map<String, Object> value = new HashMap<>();
    value.put("private", JSON.nullNode());
    value.put("public", Base64.getEncoder().encodeToString(key.encoded()));
    return Map.of("keytype", key.type(), "keyval", value);
  }

  private static String id(SigningKey key) {
    return HexFormat.of().formatHex(sha256(canonical(document(key))));
  }

  /** Sorted names, no spaces; no text here holds a character that JSON would escape. */
  private static byte[] canonical(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value", e);
    }
  }

  private static String text(Object value) {
    return new String(canonical(value), UTF_8);
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
