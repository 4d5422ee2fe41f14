/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TarWriter;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of an image's lowest layer. */
final class RootTree {

  /** What is at a path. */
  sealed interface Node {
    /** A directory; everybody may write into a shared one. */
    record Directory(boolean shared) implements Node {}

    /** A regular file. */
    @SuppressWarnings("ArrayRecordComponent")
    record File(byte[] content, boolean executable) implements Node {}

    /** A symbolic link. */
    record Link(String target) implements Node {}
  }

  private final SortedMap<String, Node> nodes = new TreeMap<>();

  /** Adds a node with its parent directories; a later one replaces an earlier one. */
  void put(String path, Node node) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      nodes.putIfAbsent(path.substring(0, slash), new Node.Directory(false));
    }
    nodes.put(path, node);
  }

  /** The file of that name in any directory of libraries. */
  Optional<byte[]> library(String name) {
    for (Map.Entry<String, Node> node : nodes.entrySet()) {
      if (node.getKey().endsWith("/" + name)) {
        if (node.getValue() instanceof Node.File(byte[] content, boolean executable)) {
          return Optional.of(content);
        }
        if (node.getValue() instanceof Node.Link(String target)) {
          String last = target.substring(target.lastIndexOf('/') + 1);
          Optional<byte[]> behind = last.equals(name) ? Optional.empty() : library(last);
          if (behind.isPresent()) {
            return behind;
          }
        }
      }
    }
    return Optional.empty();
  }

  void write(TarWriter tar) throws IOException {
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      String path = entry.getKey();
      switch (entry.getValue()) {
        case Node.Directory(boolean shared) -> {
          if (shared) {
            tar.sharedDirectory(path);
          } else {
            tar.directory(path);
          }
        }
        case Node.File(byte[] content, boolean executable) -> {
          if (executable) {
            tar.executable(path, content);
          } else {
            tar.file(path, content);
          }
        }
        case Node.Link(String target) -> tar.link(path, target);
      }
    }
  }
}
