/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.registry.ReadResult;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes a repository's trust data and serves them, as an honest publisher does or, at a test's
 * will, as an attacker with some of the keys might.
 */
public final class TestPublisher implements AuthenticatedReader {

  static final String FOREVER = "2120-01-01T00:00:00Z";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String gun;
  private boolean servesCurrent;
  private final Map<String, ObjectNode> signed = new LinkedHashMap<>();
  private final Map<String, List<TestKey>> signers = new HashMap<>();
  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, ReadResult> faults = new HashMap<>();
  private final List<String> odd = new ArrayList<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** A repository with one key per role, nothing published yet. */
  public TestPublisher(String gun) {
    this.gun = gun;
    ObjectNode root = role("root", "Root");
    root.put("consistent_snapshot", false);
    root.putObject("keys");
    root.putObject("roles");
    role("targets", "Targets").putObject("targets");
    role("snapshot", "Snapshot");
    role("timestamp", "Timestamp");
    keys("root", TestKey.certified(gun));
    for (String name : List.of("targets", "snapshot", "timestamp")) {
      keys(name, TestKey.bare());
    }
  }

  private ObjectNode role(String name, String type) {
    ObjectNode node = JSON.createObjectNode();
    node.put("_type", type).put("expires", FOREVER).put("version", 1);
    signed.put(name, node);
    return node;
  }

  /** The signed part of a role, to be changed before the next {@link #publish}. */
  ObjectNode edit(String role) {
    return requireNonNull(signed.get(role), role);
  }

  /** Gives a base role new keys, all needed; it is signed by them from now on. */
  TestPublisher keys(String role, TestKey... keys) {
    ObjectNode root = edit("root");
    ObjectNode entry = root.withObject("/roles").putObject(role);
    ArrayNode ids = entry.putArray("keyids");
    for (TestKey key : keys) {
      ids.add(key.id());
      publicKey(root.withObject("/keys").putObject(key.id()), key);
    }
    entry.put("threshold", keys.length);
    return signedBy(role, keys);
  }

  /** Has a role signed by these keys, whatever is published about it. */
  public TestPublisher signedBy(String role, TestKey... keys) {
    signers.put(role, List.of(keys));
    return this;
  }

  List<TestKey> signers(String role) {
    return signers.getOrDefault(role, List.of());
  }

  TestKey signer(String role) {
    return signers(role).getFirst();
  }

  TestPublisher version(String role, long version) {
    edit(role).put("version", version);
    return this;
  }

  public TestPublisher expires(String role, String date) {
    edit(role).put("expires", date);
    return this;
  }

  /** A target whose content is {@code content}. */
  public TestPublisher target(String role, String name, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    meta(edit(role).withObject("/targets").putObject(name), bytes);
    return this;
  }

  /** Delegates to one key that must sign; the role is published with the next publication. */
  public TestPublisher delegate(String name, List<String> paths, TestKey... keys) {
    String parent = name.substring(0, name.lastIndexOf('/'));
    ObjectNode delegations = edit(parent).withObject("/delegations");
    ObjectNode role = delegations.withArray("/roles").addObject();
    role.put("name", name).put("threshold", keys.length);
    ArrayNode ids = role.putArray("keyids");
    for (TestKey key : keys) {
      ids.add(key.id());
      publicKey(delegations.withObject("/keys").putObject(key.id()), key);
    }
    paths.forEach(role.putArray("paths")::add);
    role(name, "Targets").putObject("targets");
    return signedBy(name, keys);
  }

  /** Changes how many of a delegation's keys must sign. */
  public TestPublisher threshold(String name, int threshold) {
    String parent = name.substring(0, name.lastIndexOf('/'));
    for (JsonNode role : edit(parent).withArray("/delegations/roles")) {
      if (role.path("name").asText().equals(name)) {
        ((ObjectNode) role).put("threshold", threshold);
      }
    }
    return this;
  }

  /** Forgets a role, so that the next publication does not list it. */
  public TestPublisher unpublish(String role) {
    signed.remove(role);
    return this;
  }

  /** Has the snapshot list a file under any name, which nobody delegates to. */
  TestPublisher odd(String name) {
    odd.add(name);
    return this;
  }

  /** Signs and serves everything; snapshot and timestamp describe what is served. */
  public TestPublisher publish() {
    ObjectNode snapshot = edit("snapshot").putObject("meta");
    signed.forEach(
        (role, node) -> {
          if (!role.equals("snapshot") && !role.equals("timestamp")) {
            meta(snapshot.putObject(role), serve(role));
          }
        });
    odd.forEach(name -> meta(snapshot.putObject(name), new byte[1]));
    return publishSnapshot();
  }

  /** Raises the versions of timestamp, snapshot and targets, then publishes. */
  public TestPublisher publishNext() {
    for (String role : List.of("timestamp", "snapshot", "targets")) {
      version(role, edit(role).path("version").asLong() + 1);
    }
    return publish();
  }

  /** Serves the snapshot as it was edited and a timestamp that describes it; the rest stays. */
  TestPublisher publishSnapshot() {
    meta(edit("timestamp").putObject("meta").putObject("snapshot"), serve("snapshot"));
    return publishTimestamp();
  }

  /** Serves the timestamp as it was edited; the rest stays. */
  TestPublisher publishTimestamp() {
    serve("timestamp");
    return this;
  }

  private byte[] serve(String role) {
    byte[] file = file(role);
    if (role.equals("root")) {
      files.put(edit(role).path("version").asLong() + ".root", file);
    }
    boolean isUnhashed = role.equals("root") || role.equals("timestamp");
    files.put(isUnhashed ? role : hashed(role, file), file);
    if (servesCurrent) {
      files.put(role, file);
    }
    return file;
  }

  /** From the next publication on, serves all current files under the names of their roles, too. */
  public TestPublisher servingCurrent() {
    servesCurrent = true;
    return this;
  }

  static String hashed(String role, byte[] file) {
    return role + "." + Digest.of(file).hex();
  }

  /** The file of a role as it would be published now. */
  byte[] file(String role) {
    try {
      ObjectNode node = edit(role);
      byte[] message = CanonicalJson.encode(StrictJson.parse(node.toString().getBytes(UTF_8)));
      ObjectNode file = JSON.createObjectNode();
      file.set("signed", node);
      ArrayNode signatures = file.putArray("signatures");
      for (TestKey key : signers(role)) {
        signatures
            .addObject()
            .put("keyid", key.id())
            .put("method", "ecdsa")
            .put("sig", Base64.getEncoder().encodeToString(key.sign(message)));
      }
      return file.toString().getBytes(UTF_8);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void publicKey(ObjectNode node, TestKey key) {
    node.put("keytype", key.type());
    ObjectNode value = node.putObject("keyval");
    value.putNull("private");
    value.put("public", Base64.getEncoder().encodeToString(key.encoded()));
  }

  private static void meta(ObjectNode node, byte[] content) {
    byte[] hash = HexFormat.of().parseHex(Digest.of(content).hex());
    node.put("length", content.length);
    node.putObject("hashes").put("sha256", Base64.getEncoder().encodeToString(hash));
  }

  /** Another server with what is served now. */
  public TestPublisher copy() {
    TestPublisher copy = new TestPublisher(gun);
    copy.files.putAll(files);
    return copy;
  }

  /** Id of the root's first key. */
  public String rootKeyId() {
    return signer("root").id();
  }

  /** What is served, by name without {@code .json}; may be changed. */
  Map<String, byte[]> files() {
    return files;
  }

  /** What is served under {@code name}. */
  byte[] served(String name) {
    return requireNonNull(files.get(name), name);
  }

  /** Answers requests for {@code name} with {@code result} from now on. */
  public void fault(String name, ReadResult result) {
    faults.put(name, result);
  }

  void noFaults() {
    faults.clear();
  }

  /** The files asked for since the last call, without {@code .json}. */
  public List<String> asked() {
    List<String> names = List.copyOf(asked);
    asked.clear();
    return names;
  }

  @Override
  public ReadResult get(ReadRequest request, RequestContext context) {
    String path = request.uri().getPath();
    String prefix = "/v2/" + gun + "/_trust/tuf/";
    String name = path.substring(prefix.length(), path.length() - ".json".length());
    asked.add(name);
    ReadResult fault = faults.get(name);
    if (fault != null) {
      return fault;
    }
    byte[] file = files.get(name);
    if (file == null) {
      return new ReadResult.Absent();
    }
    return file.length > request.maxBytes()
        ? new ReadResult.Failed(HttpResult.Kind.TOO_LARGE, "too long")
        : new ReadResult.Document(file, new Headers(List.of()));
  }
}
