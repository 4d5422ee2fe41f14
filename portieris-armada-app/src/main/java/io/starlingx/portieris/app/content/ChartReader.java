/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.content;

import io.starlingx.portieris.app.archive.ArchiveContents;
import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.archive.Member;
import io.starlingx.portieris.app.yaml.YamlFile;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the chart archives of an application; all of them share the limits. Used once. */
final class ChartReader {

  private static final String CHART = "/Chart.yaml";
  private static final Pattern READ =
      Pattern.compile("[^/]+/((Chart|values)\\.yaml|values\\.schema\\.json)");
  private static final int MOST_READ = 32 << 20;

  private final YamlReader yaml;
  private ArchiveLimits left;
  private int readable = MOST_READ;

  ChartReader(ArchiveLimits limits, YamlReader yaml) {
    this.left = limits;
    this.yaml = yaml;
  }

  List<ChartArchive> read(Path root, SortedSet<String> files) throws IOException {
    List<ChartArchive> charts = new ArrayList<>();
    for (String file : files) {
      if (file.endsWith(".tgz")) {
        charts.add(read(root, file));
      }
    }
    return charts;
  }

  private ChartArchive read(Path root, String file) throws IOException {
    ArchiveContents contents =
        new Archives(left)
            .read(
                root.resolve(file),
                path -> READ.matcher(path).matches(),
                Math.min(readable, YamlReader.LARGEST));
    List<Member> members = contents.salvage().members();
    left =
        new ArchiveLimits(
            left.bytes() - contents.salvage().bytes(),
            left.members() - Math.min(left.members(), members.size()),
            left.headerBytes());
    Map<String, YamlFile> documents = new HashMap<>();
    for (Member member : members) {
      if (member.isFile() && READ.matcher(member.path()).matches()) {
        documents.put(member.path(), document(member.path(), contents.files().get(member.path())));
      }
    }
    String directory =
        documents.keySet().stream()
            .filter(path -> path.endsWith(CHART))
            .map(path -> path.substring(0, path.length() - CHART.length()))
            .min(String::compareTo)
            .orElse("");
    return new ChartArchive(file, contents.salvage().refusal(), members, directory, documents);
  }

  private YamlFile document(String path, byte @Nullable [] content) {
    if (content == null) {
      return YamlFile.unreadable(0, "it is too large");
    }
    readable -= content.length;
    return path.endsWith(".json") ? yaml.nextJson(content) : yaml.next(content);
  }
}
