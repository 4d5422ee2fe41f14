/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.starlingx.portieris.app.archive.ArchiveContents;
import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.archive.Member;
import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.ChartArchive;
import io.starlingx.portieris.app.yaml.FlatValues;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The charts of two applications, paired by name. Used once. */
final class ChartDiff {

  /** Of a chart in memory; Helm itself refuses larger ones. */
  private static final long LARGEST_CHART = 100 << 20;

  private static final int LARGEST_FILE = 2 << 20;
  private static final Yaml NOTHING = new Yaml.Scalar(1, "", Yaml.Kind.NULL);

  private final ArchiveLimits limits;
  private final List<String> unreadable;

  ChartDiff(ArchiveLimits limits, List<String> unreadable) {
    this.limits =
        new ArchiveLimits(
            Math.min(limits.bytes(), LARGEST_CHART), limits.members(), limits.headerBytes());
    this.unreadable = unreadable;
  }

  List<ChartChange> compare(Application before, Application after) throws IOException {
    Map<String, ChartArchive> old = charts(before);
    Map<String, ChartArchive> current = charts(after);
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(current.keySet());
    List<ChartChange> changes = new ArrayList<>();
    for (String name : names) {
      ChartArchive one = old.get(name);
      ChartArchive other = current.get(name);
      if (other == null && one != null) {
        changes.add(lone(name, Change.Kind.REMOVED, version(one), ""));
      } else if (one == null && other != null) {
        changes.add(lone(name, Change.Kind.ADDED, "", version(other)));
      } else if (one != null && other != null) {
        compare(name, before.root(), one, after.root(), other, changes);
      }
    }
    return changes;
  }

  private static ChartChange lone(String name, Change.Kind kind, String before, String after) {
    return new ChartChange(name, kind, before, after, List.of(), List.of());
  }

  private static String version(ChartArchive chart) {
    return chart.version().orElse("");
  }

  /** By name; a second chart of a name, and one without a name, by file. */
  private static Map<String, ChartArchive> charts(Application app) {
    Map<String, ChartArchive> charts = new LinkedHashMap<>();
    for (ChartArchive chart : app.charts()) {
      String name = chart.name().orElse(chart.file());
      charts.put(charts.containsKey(name) ? chart.file() : name, chart);
    }
    return charts;
  }

  private void compare(
      String name,
      Path oneRoot,
      ChartArchive one,
      Path otherRoot,
      ChartArchive other,
      List<ChartChange> changes)
      throws IOException {
    Path oneFile = oneRoot.resolve(one.file());
    Path otherFile = otherRoot.resolve(other.file());
    if (Files.mismatch(oneFile, otherFile) < 0) {
      return;
    }
    List<Change> values = Change.between(values(one), values(other));
    List<FileChange> files =
        files(contents(oneFile, one), contents(otherFile, other), !values.isEmpty());
    boolean sameVersion = version(one).equals(version(other));
    if (!sameVersion || !values.isEmpty() || !files.isEmpty()) {
      changes.add(
          new ChartChange(name, Change.Kind.CHANGED, version(one), version(other), values, files));
    }
  }

  private static Map<String, String> values(ChartArchive chart) {
    return FlatValues.of(chart.values().map(YamlFile::first).orElse(NOTHING));
  }

  /** Content by path below the chart; of a large file only its size. */
  private Map<String, byte[]> contents(Path archive, ChartArchive chart) throws IOException {
    ArchiveContents contents = new Archives(limits).read(archive, path -> true, LARGEST_FILE);
    if (!contents.salvage().refusal().isEmpty()) {
      unreadable.add(chart.file() + ": " + contents.salvage().refusal());
    }
    Map<String, byte[]> files = new TreeMap<>();
    for (Member member : contents.salvage().members()) {
      if (member.isFile()) {
        byte[] content = contents.files().get(member.path());
        files.put(
            member.path().substring(member.path().indexOf('/') + 1),
            content == null ? ("\0" + member.size()).getBytes(US_ASCII) : content);
      }
    }
    return files;
  }

  private static List<FileChange> files(
      Map<String, byte[]> before, Map<String, byte[]> after, boolean valuesAreTold) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<FileChange> changes = new ArrayList<>();
    for (String name : names) {
      byte[] old = before.get(name);
      byte[] current = after.get(name);
      if (current == null) {
        changes.add(new FileChange(name, Change.Kind.REMOVED, List.of()));
      } else if (old == null) {
        changes.add(new FileChange(name, Change.Kind.ADDED, List.of()));
      } else if (!Arrays.equals(old, current)) {
        if (!valuesAreTold || !name.equals("values.yaml")) {
          changes.add(new FileChange(name, Change.Kind.CHANGED, UnifiedDiff.of(old, current)));
        }
      }
    }
    return changes;
  }
}
