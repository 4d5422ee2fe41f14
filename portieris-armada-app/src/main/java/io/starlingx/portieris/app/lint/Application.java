/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.archive.Member;
import io.starlingx.portieris.app.yaml.YamlFile;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An application as its readers find it.
 *
 * @param name the tarball's or folder's own name
 * @param isTarball whether it is packed
 * @param members everything in it, in the archive's order
 * @param refusal why the archive could not be read to its end; empty when it could
 * @param root where its regular files are
 * @param charts what its chart archives hold
 * @param files its regular files, as sorted paths below the root
 */
record Application(
    String name,
    boolean isTarball,
    List<Member> members,
    String refusal,
    Path root,
    List<ChartArchive> charts,
    SortedSet<String> files) {

  Application {
    members = List.copyOf(members);
    charts = List.copyOf(charts);
    files = Collections.unmodifiableSortedSet(new TreeSet<>(files));
  }

  /** The regular files among the members, as sorted paths below the root. */
  static SortedSet<String> files(List<Member> members) {
    SortedSet<String> files = new TreeSet<>();
    for (Member member : members) {
      if (member.kind() == Member.Kind.FILE && member.problem().isEmpty()) {
        files.add(member.path());
      }
    }
    return files;
  }

  boolean isFile(String path) {
    return files.contains(path);
  }

  /** Whether there is a file or directory of that path. */
  boolean holds(String path) {
    return members.stream()
        .map(Member::path)
        .anyMatch(member -> member.equals(path) || member.startsWith(path + "/"));
  }

  /** The names directly in a directory, sorted. */
  SortedSet<String> names(String directory) {
    String prefix = directory.isEmpty() ? "" : directory + "/";
    SortedSet<String> names = new TreeSet<>();
    for (Member member : members) {
      if (member.path().startsWith(prefix) && member.path().length() > prefix.length()) {
        String below = member.path().substring(prefix.length());
        int slash = below.indexOf('/');
        names.add(slash < 0 ? below : below.substring(0, slash));
      }
    }
    return names;
  }

  /** A YAML file of the application, if it is there. */
  Optional<YamlFile> yaml(String path) throws IOException {
    return isFile(path) ? Optional.of(YamlReader.read(root.resolve(path))) : Optional.empty();
  }

  /** {@code app_name} of the metadata. */
  Optional<String> appName() throws IOException {
    return yaml("metadata.yaml").flatMap(file -> file.first().text("app_name"));
  }

  /** Bytes of a file that is there. */
  long size(String path) throws IOException {
    return Files.size(root.resolve(path));
  }
}
