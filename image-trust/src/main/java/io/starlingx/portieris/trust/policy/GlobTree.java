/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.stream.Collectors.groupingBy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Rules whose patterns hold a {@code *}, told apart by four literal texts, one after the other:
 * what the host of the pattern begins and ends with, and what its path begins and ends with.
 * Patterns that differ only between two {@code *} end in one leaf.
 */
final class GlobTree {

  /** What one level of the tree looks at. */
  private enum Level {
    HOST_BEGIN,
    HOST_END,
    PATH_BEGIN,
    PATH_END;

    private String literal(String host, String path) {
      return switch (this) {
        case HOST_BEGIN -> beginning(host);
        case HOST_END -> ending(host);
        case PATH_BEGIN -> beginning(path);
        case PATH_END -> ending(path);
      };
    }

    private static String beginning(String glob) {
      int star = glob.indexOf('*');
      return star < 0 ? glob : glob.substring(0, star);
    }

    private static String ending(String glob) {
      return glob.substring(glob.lastIndexOf('*') + 1);
    }
  }

  /** How names fall into host and path: at their first slash, or not at all. */
  private final ToIntFunction<String> hostLength;

  private final Node root;

  private GlobTree(ToIntFunction<String> hostLength, Collection<IndexedRule> rules) {
    this.hostLength = hostLength;
    this.root = node(List.copyOf(rules), 0);
  }

  /** For patterns with a host: those with a slash. */
  static GlobTree withHost(Collection<IndexedRule> rules) {
    return new GlobTree(name -> name.indexOf('/'), rules);
  }

  /** For patterns without a slash, which look at the whole image. */
  static GlobTree withoutHost(Collection<IndexedRule> rules) {
    return new GlobTree(name -> 0, rules);
  }

  /** Hands over every rule that may match {@code image}, and others that look alike. */
  void candidates(String image, Consumer<IndexedRule> found) {
    int host = hostLength.applyAsInt(image);
    if (host >= 0) {
      root.collect(image.substring(0, host), image.substring(host), found);
    }
  }

  private Node node(List<IndexedRule> rules, int depth) {
    if (depth == Level.values().length) {
      return new Leaf(rules);
    }
    Level level = Level.values()[depth];
    Map<String, Node> children =
        rules.stream().collect(groupingBy(rule -> literal(level, rule))).entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> node(entry.getValue(), depth + 1)));
    return new Branch(
        level, children, children.keySet().stream().mapToInt(String::length).distinct().toArray());
  }

  private String literal(Level level, IndexedRule rule) {
    int host = hostLength.applyAsInt(rule.text());
    return level.literal(rule.text().substring(0, host), rule.text().substring(host));
  }

  private sealed interface Node {
    void collect(String host, String path, Consumer<IndexedRule> found);
  }

  private record Leaf(List<IndexedRule> rules) implements Node {
    @Override
    public void collect(String host, String path, Consumer<IndexedRule> found) {
      rules.forEach(found);
    }
  }

  /**
   * One level.
   *
   * @param lengths the different lengths of the keys of {@code children}
   */
  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record Branch(Level level, Map<String, Node> children, int[] lengths) implements Node {
    @Override
    public void collect(String host, String path, Consumer<IndexedRule> found) {
      Consumer<String> step =
          literal -> {
            Node child = children.get(literal);
            if (child != null) {
              child.collect(host, path, found);
            }
          };
      switch (level) {
        case HOST_BEGIN -> beginnings(host, step);
        case HOST_END -> endings(host, host.length(), step);
        case PATH_BEGIN -> beginnings(path, step);
        case PATH_END -> {
          // A tag may follow what the pattern ends with.
          endings(path, path.length(), step);
          for (int at = path.indexOf(':'); at >= 0; at = path.indexOf(':', at + 1)) {
            endings(path, at, step);
          }
        }
      }
    }

    private void beginnings(String text, Consumer<String> step) {
      for (int length : lengths) {
        if (length <= text.length()) {
          step.accept(text.substring(0, length));
        }
      }
    }

    private void endings(String text, int end, Consumer<String> step) {
      for (int length : lengths) {
        if (length <= end) {
          step.accept(text.substring(end - length, end));
        }
      }
    }
  }
}
