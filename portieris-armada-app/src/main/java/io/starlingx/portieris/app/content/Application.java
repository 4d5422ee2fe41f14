/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.content;

import io.starlingx.portieris.app.archive.Member;
import io.starlingx.portieris.app.yaml.YamlFile;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An application as its readers find it. Its files can be read as long as the folder exists that it
 * was unpacked into. Not for use by several threads at once.
 */
public final class Application {

  private final String name;
  private final boolean isTarball;
  private final List<Member> members;
  private final String refusal;
  private final Path root;
  private final NavigableSet<String> paths = new TreeSet<>();
  private final SortedSet<String> files = new TreeSet<>();
  private final List<ChartArchive> charts;
  private final YamlReader reader;
  private final Map<String, YamlFile> read = new HashMap<>();

  Application(
      String name,
      boolean isTarball,
      List<Member> members,
      String refusal,
      Path root,
      List<ChartArchive> charts,
      YamlReader reader) {
    this.name = name;
    this.isTarball = isTarball;
    this.members = List.copyOf(members);
    this.refusal = refusal;
    this.root = root;
    this.charts = List.copyOf(charts);
    this.reader = reader;
    for (Member member : members) {
      paths.add(member.path());
    }
    files.addAll(files(members));
  }

  /** The regular files among the members, as sorted paths below the root. */
  static SortedSet<String> files(List<Member> members) {
    return members.stream()
        .filter(Member::isFile)
        .map(Member::path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The tarball's or folder's own name. */
  public String name() {
    return name;
  }

  /** Whether it is packed. */
  public boolean isTarball() {
    return isTarball;
  }

  /** Everything in it, in the archive's order. */
  public List<Member> members() {
    return members;
  }

  /** Why the archive could not be read to its end; empty when it could. */
  public String refusal() {
    return refusal;
  }

  /** Where its regular files are. */
  public Path root() {
    return root;
  }

  /** What its chart archives hold, by path. */
  public List<ChartArchive> charts() {
    return charts;
  }

  /** Its regular files, as sorted paths below the root. */
  public SortedSet<String> files() {
    return Collections.unmodifiableSortedSet(files);
  }

  public boolean isFile(String path) {
    return files.contains(path);
  }

  /** Whether there is a file or directory of that path. */
  public boolean holds(String path) {
    return paths.contains(path) || !below(path).isEmpty();
  }

  /** The names directly in a directory, sorted. */
  public SortedSet<String> names(String directory) {
    int start = directory.isEmpty() ? 0 : directory.length() + 1;
    SortedSet<String> names = new TreeSet<>();
    for (String path : below(directory)) {
      if (path.length() > start) {
        int slash = path.indexOf('/', start);
        names.add(slash < 0 ? path.substring(start) : path.substring(start, slash));
      }
    }
    return names;
  }

  private SortedSet<String> below(String directory) {
    return directory.isEmpty() ? paths : paths.subSet(directory + "/", directory + "0");
  }

  /** A YAML file of the application, if it is there. */
  public Optional<YamlFile> yaml(String path) throws IOException {
    if (!isFile(path)) {
      return Optional.empty();
    }
    YamlFile known = read.get(path);
    if (known == null) {
      known = reader.next(root.resolve(path));
      read.put(path, known);
    }
    return Optional.of(known);
  }

  /** {@code app_name} of the metadata. */
  public Optional<String> appName() throws IOException {
    return yaml("metadata.yaml").flatMap(file -> file.first().text("app_name"));
  }

  /** Bytes of a file that is there. */
  public long size(String path) throws IOException {
    return Files.size(root.resolve(path));
  }
}
