/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What variables say, whatever way they are written, to compare two files by. */
final class VariablesText {

  private static final String KEY = "applications";

  private final ApplicationEntry entry;
  private final IdentityHashMap<Node, String> texts = new IdentityHashMap<>();

  VariablesText(ApplicationEntry entry) {
    this.entry = entry;
  }

  /** All variables but this one, and all other applications, in order. */
  List<String> others(MappingNode root) {
    List<String> others = new ArrayList<>();
    for (NodeTuple variable : root.getValue()) {
      if (isText(variable.getKeyNode(), KEY)) {
        others.addAll(otherApplications(variable.getValueNode()));
      } else {
        others.add(text(variable.getKeyNode()) + text(variable.getValueNode()));
      }
    }
    return others;
  }

  private List<String> otherApplications(Node applications) {
    List<String> others = new ArrayList<>();
    if (applications instanceof SequenceNode list) {
      for (Node element : list.getValue()) {
        if (!isOwn(element)) {
          others.add(KEY + text(element));
        }
      }
    }
    return others;
  }

  private boolean isOwn(Node element) {
    return element instanceof MappingNode application
        && application.getValue().stream()
            .anyMatch(
                tuple ->
                    tuple.getKeyNode() instanceof ScalarNode key
                        && entry.isOfSameApplication(key.getValue()));
  }

  private static boolean isText(Node node, String text) {
    return node instanceof ScalarNode scalar && scalar.getValue().equals(text);
  }

  /** A digest, so that an alias costs as much as what it stands for only once. */
  private String text(Node node) {
    String known = texts.get(node);
    if (known != null) {
      return known;
    }
    StringBuilder text = new StringBuilder(node.getTag() + " ");
    switch (node) {
      case ScalarNode scalar -> text.append(scalar.getValue());
      case SequenceNode sequence -> sequence.getValue().forEach(e -> text.append(text(e)));
      case MappingNode mapping -> {
        for (NodeTuple tuple : mapping.getValue()) {
          text.append(text(tuple.getKeyNode())).append(text(tuple.getValueNode()));
        }
      }
      default -> throw new IllegalStateException("a node of an unknown kind");
    }
    String digest = digest(text.toString());
    texts.put(node, digest);
    return digest;
  }

  private static String digest(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
