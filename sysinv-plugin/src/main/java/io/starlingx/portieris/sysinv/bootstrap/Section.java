/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a bootstrap file, read key by key. A key that is there twice is reported at once; a
 * key that nobody asked for, by {@link #end}. Keys of a merged mapping ({@code <<}) stand behind
 * the mapping's own.
 */
final class Section {

  private final Value value;
  private final Map<String, Value> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  Section(Value value, MappingNode mapping) {
    this.value = value;
    own(mapping);
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
        merge(entry.getValueNode());
      }
    }
  }

  private void own(MappingNode mapping) {
    for (NodeTuple entry : mapping.getValue()) {
      Node key = entry.getKeyNode();
      if (key.getTag().equals(Tag.MERGE)) {
        continue;
      }
      if (!(key instanceof ScalarNode scalar)) {
        value.child(key, "", entry.getValueNode()).problem("a key that is no text", "");
        continue;
      }
      String name = scalar.getValue();
      Value child = value.child(key, printable(name), entry.getValueNode());
      Value before = entries.putIfAbsent(name, child);
      if (before != null) {
        child.problem("the key is there twice", "once");
      }
    }
  }

  private void merge(Node merged) {
    switch (merged) {
      case MappingNode mapping -> new Section(value, mapping).entries.forEach(entries::putIfAbsent);
      case SequenceNode sequence -> sequence.getValue().forEach(this::merge);
      default -> value.problem("a merge (<<) of something that is no mapping", "a mapping");
    }
  }

  Value value() {
    return value;
  }

  /** The keys with their values, nulls among them. */
  Map<String, Value> entries() {
    return entries;
  }

  /** Whether {@code key} is there, even with a null. */
  boolean has(String key) {
    known.add(key);
    return entries.containsKey(key);
  }

  /** The value under {@code key}, empty when there is none or it is null. */
  Optional<Value> find(String key) {
    known.add(key);
    return Optional.ofNullable(entries.get(key)).filter(found -> !found.isNull());
  }

  /** As {@link #find}; its absence is a problem. */
  Optional<Value> need(String key, String accepted) {
    Optional<Value> found = find(key);
    if (found.isEmpty()) {
      Optional.ofNullable(entries.get(key))
          .ifPresentOrElse(
              empty -> empty.problem("is empty", accepted),
              () -> value.missing(key).problem("is missing", accepted));
    }
    return found;
  }

  Optional<String> text(String key, String accepted) {
    return find(key).flatMap(found -> found.text(accepted));
  }

  /** Reports every key that was not asked for. */
  void end() {
    entries.forEach(
        (key, unknown) -> {
          if (!known.contains(key)) {
            report(key, unknown);
          }
        });
  }

  private void report(String key, Value unknown) {
    List<String> accepted = new ArrayList<>(known);
    if (isCredential(key)) {
      refuseCredential(unknown);
    } else {
      unknown.problem("unknown key '" + printable(key) + "'", String.join(", ", accepted));
    }
  }

  /** The key if it is a name, a path or host:port; else it may be a mistyped {@code key:value}. */
  static String printable(String key) {
    boolean isName = key.length() <= 120 && key.matches("[A-Za-z0-9._/-]+(:[0-9]{1,5})?");
    return isName ? key : "(not a name)";
  }

  /** Reports a credential, without its value, and says where it belongs. */
  static void refuseCredential(Value credential) {
    credential.problem(
        "credentials are not accepted in image_trust",
        "a Secret in namespace portieris, named in the chart value trust.pullSecrets");
  }

  static boolean isCredential(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return lower.matches(
        "user|username|auth|auth[_-]?secret|.*(password|passwd|token|credential|private[_-]?key|secret[_-]?key).*");
  }
}
