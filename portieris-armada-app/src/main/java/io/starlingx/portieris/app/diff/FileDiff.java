/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import io.starlingx.portieris.app.archive.Member;
import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.FluxRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The members of two applications, except the archives in them and their checksums. Used once. */
final class FileDiff {

  private static final long LARGEST = 2 << 20;

  private final Application before;
  private final Application after;
  private final Set<String> valueFiles = new HashSet<>(Set.of("metadata.yaml"));

  FileDiff(Application before, Application after) throws IOException {
    this.before = before;
    this.after = after;
    for (FluxRelease release : FluxRelease.read(after)) {
      valueFiles.add(release.file());
      release.staticOverrides().ifPresent(f -> valueFiles.add(release.directory() + "/" + f));
    }
  }

  List<FileChange> compare() throws IOException {
    Map<String, Member> old = members(before);
    Map<String, Member> current = members(after);
    Set<String> paths = new TreeSet<>(old.keySet());
    paths.addAll(current.keySet());
    List<FileChange> changes = new ArrayList<>();
    for (String path : paths) {
      Member one = old.get(path);
      Member other = current.get(path);
      if (other == null) {
        changes.add(new FileChange(path, Change.Kind.REMOVED, List.of()));
      } else if (one == null) {
        changes.add(new FileChange(path, Change.Kind.ADDED, List.of()));
      } else {
        List<String> diff = new ArrayList<>(attributes(one, other));
        if (one.isFile() && other.isFile() && hasOtherContent(path) && !isTold(path)) {
          diff.addAll(content(path));
        }
        if (!diff.isEmpty()) {
          changes.add(new FileChange(path, Change.Kind.CHANGED, diff));
        }
      }
    }
    return changes;
  }

  private static Map<String, Member> members(Application app) {
    Map<String, Member> members = new TreeMap<>();
    for (Member member : app.members()) {
      boolean isArchive = member.path().endsWith(".tgz") || member.path().endsWith(".whl");
      boolean isSum = member.path().endsWith(".md5") && !member.path().contains("/");
      if (!member.path().isEmpty() && !isArchive && !isSum) {
        members.put(member.path(), member);
      }
    }
    return members;
  }

  private List<String> attributes(Member one, Member other) {
    if (one.kind() != other.kind()) {
      return List.of(name(one) + " became " + name(other));
    }
    // A folder's modes are those that it is packed with.
    boolean isMode = before.isTarball() && after.isTarball() && one.mode() != other.mode();
    return isMode
        ? List.of(String.format(Locale.ROOT, "mode %04o became %04o", one.mode(), other.mode()))
        : List.of();
  }

  private static String name(Member member) {
    return member.kind().name().toLowerCase(Locale.ROOT);
  }

  private boolean hasOtherContent(String path) throws IOException {
    return Files.mismatch(before.root().resolve(path), after.root().resolve(path)) >= 0;
  }

  /** Whether another part of the comparison tells how the values in the file differ. */
  private boolean isTold(String path) throws IOException {
    return valueFiles.contains(path)
        && !AppDiff.values(before, path).equals(AppDiff.values(after, path));
  }

  private List<String> content(String path) throws IOException {
    Path one = before.root().resolve(path);
    Path other = after.root().resolve(path);
    return Math.max(Files.size(one), Files.size(other)) > LARGEST
        ? List.of("large content differs")
        : UnifiedDiff.of(Files.readAllBytes(one), Files.readAllBytes(other));
  }
}
