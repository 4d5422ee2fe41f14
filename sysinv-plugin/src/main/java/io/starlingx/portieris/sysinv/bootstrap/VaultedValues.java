/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds the encrypted values of a file. */
final class VaultedValues {

  private final List<String> lines = new ArrayList<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private VaultedValues() {}

  /** One sentence about all of them, empty when there is none. */
  static Optional<String> remark(Node root) {
    VaultedValues vaulted = new VaultedValues();
    vaulted.collect(root);
    int count = vaulted.lines.size();
    return count == 0
        ? Optional.empty()
        : Optional.of(
            count
                + (count == 1 ? " vaulted value was" : " vaulted values were")
                + " not read (line "
                + String.join(", ", vaulted.lines)
                + ")");
  }

  private void collect(Node node) {
    if (!seen.add(node)) {
      return;
    }
    switch (node) {
      case SequenceNode sequence -> sequence.getValue().forEach(this::collect);
      case MappingNode mapping -> {
        for (NodeTuple entry : mapping.getValue()) {
          collect(entry.getValueNode());
        }
      }
      default -> {
        if (node.getTag().equals(Value.VAULT)) {
          lines.add(String.valueOf(node.getStartMark().getLine() + 1));
        }
      }
    }
  }
}
