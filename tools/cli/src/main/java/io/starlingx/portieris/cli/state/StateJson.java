/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.state;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.StoredRoot;
import io.starlingx.portieris.trust.tuf.TrustState;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Trust state as a JSON array; every member is always there, an absent value is null. */
public final class StateJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private StateJson() {}

  /** The whole array, indented. */
  public static String of(List<TrustState.Entry> entries) {
    ArrayNode array = JSON.arrayNode();
    entries.forEach(entry -> array.add(object(entry)));
    return array.toPrettyString();
  }

  private static ObjectNode object(TrustState.Entry entry) {
    ObjectNode object =
        JSON.objectNode().put("gun", entry.key().gun()).put("kind", StateWords.kind(entry.key()));
    switch (entry.key()) {
      case FloorKey.Pinned(String anchor, String gun) -> {
        object.put("anchor", anchor).putNull("namespace").putArray("servers");
      }
      case FloorKey.FirstUse(List<String> servers, String gun, String namespace) -> {
        object.putNull("anchor").put("namespace", namespace);
        servers.forEach(object.putArray("servers")::add);
      }
    }
    object.put("keptIn", entry.title()).put("state", StateWords.state(entry.reading()));
    object.put("message", StateWords.message(entry.reading()).orElse(null));
    ArrayNode roles = object.putArray("roles");
    object.putNull("root");
    StateWords.floor(entry)
        .ifPresent(
            floor -> {
              roles(roles, floor);
              StoredRoot.of(floor).ifPresent(root -> object.set("root", root(root)));
            });
    return object;
  }

  private static void roles(ArrayNode roles, Floor floor) {
    for (Map.Entry<String, Floor.Accepted> role : new TreeMap<>(floor.roles()).entrySet()) {
      roles
          .addObject()
          .put("name", role.getKey())
          .put("version", role.getValue().version())
          .put("sha256", role.getValue().content().hex());
    }
  }

  private static ObjectNode root(StoredRoot root) {
    ObjectNode object =
        JSON.objectNode()
            .put("version", root.version())
            .put("expires", root.expires().toString())
            .put("threshold", root.threshold());
    ArrayNode keys = object.putArray("keys");
    for (StoredRoot.Key key : root.keys()) {
      keys.addObject()
          .put("id", key.id())
          .put("canonicalId", key.canonicalId().orElse(null))
          .put("publicKey", key.publicKey().map(StateJson::pem).orElse(null));
    }
    return object;
  }

  private static String pem(PublicKey key) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN PUBLIC KEY-----\n"
        + lines.encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
