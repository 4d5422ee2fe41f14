/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.state;

import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.StoredRoot;
import io.starlingx.portieris.trust.tuf.TrustState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Trust state for people: a table of all entries, or a block for each. */
public final class StateText {

  private static final List<String> HEADER =
      List.of("GUN", "KIND", "POLICIES", "ROOT", "TIMESTAMP", "STATE");

  private StateText() {}

  /** One line for each entry below a header. */
  public static String table(List<TrustState.Entry> entries) {
    List<List<String>> rows = new ArrayList<>(List.of(HEADER));
    entries.forEach(entry -> rows.add(row(entry)));
    return rows.stream().map(row -> line(row, rows)).collect(Collectors.joining());
  }

  private static String line(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      int at = column;
      int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
      line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
    }
    return line.toString().stripTrailing() + "\n";
  }

  private static List<String> row(TrustState.Entry entry) {
    Optional<Floor> floor = StateWords.floor(entry);
    return List.of(
        entry.key().gun(),
        StateWords.kind(entry.key()),
        policies(entry.key()),
        version(floor, "root"),
        version(floor, "timestamp"),
        StateWords.state(entry.reading()));
  }

  private static String version(Optional<Floor> floor, String role) {
    return floor
        .flatMap(known -> known.find(role))
        .map(accepted -> Long.toString(accepted.version()))
        .orElse("-");
  }

  private static String policies(FloorKey key) {
    return switch (key) {
      case FloorKey.Pinned pinned -> "any";
      case FloorKey.FirstUse(List<String> servers, String gun, String namespace) ->
          namespace.isEmpty() ? "cluster" : namespace;
    };
  }

  /** All that is known of each entry. */
  public static String blocks(List<TrustState.Entry> entries) {
    return entries.stream().map(StateText::block).collect(Collectors.joining("\n"));
  }

  private static String block(TrustState.Entry entry) {
    StringBuilder text = new StringBuilder(entry.key().gun()).append('\n');
    field(text, "kind", StateWords.kind(entry.key()));
    switch (entry.key()) {
      case FloorKey.Pinned(String anchor, String gun) -> field(text, "anchor", "sha256:" + anchor);
      case FloorKey.FirstUse(List<String> servers, String gun, String namespace) -> {
        field(text, "policies", policies(entry.key()));
        servers.forEach(server -> field(text, "server", server));
      }
    }
    field(text, "kept in", entry.title());
    field(text, "state", StateWords.state(entry.reading()));
    StateWords.message(entry.reading()).ifPresent(message -> field(text, "message", message));
    StateWords.floor(entry).ifPresent(floor -> floor(text, floor));
    return text.toString();
  }

  private static void floor(StringBuilder text, Floor floor) {
    for (Map.Entry<String, Floor.Accepted> role : new TreeMap<>(floor.roles()).entrySet()) {
      Floor.Accepted accepted = role.getValue();
      field(
          text,
          "role",
          "%s %d  %s".formatted(role.getKey(), accepted.version(), accepted.content()));
    }
    StoredRoot.of(floor).ifPresent(root -> root(text, root));
  }

  private static void root(StringBuilder text, StoredRoot root) {
    field(
        text,
        "root",
        "expires %s, needs %d of %d keys"
            .formatted(root.expires(), root.threshold(), root.keys().size()));
    for (StoredRoot.Key key : root.keys()) {
      String canonical = key.canonicalId().filter(id -> !id.equals(key.id())).orElse("");
      field(text, "root key", key.id() + (canonical.isEmpty() ? "" : "  canonical " + canonical));
    }
  }

  private static void field(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "  %-10s%s%n", name, value));
  }
}
