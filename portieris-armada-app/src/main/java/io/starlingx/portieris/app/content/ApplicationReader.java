/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.content;

import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.archive.Member;
import io.starlingx.portieris.app.archive.Salvage;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;

/** Reads any application, however damaged or hostile, within limits. Stateless. */
public final class ApplicationReader {

  private final ArchiveLimits limits;

  /**
   * With these limits.
   *
   * @param limits for the tarball, and again for all its charts together
   */
  public ApplicationReader(ArchiveLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads a tarball or the folder that one is made from.
   *
   * @param work an empty directory, into which nobody else writes and which outlives the result
   * @throws IOException when it cannot be opened, or this machine cannot hold the unpacked files
   */
  public Application read(Path application, Path work) throws IOException {
    if (Files.isDirectory(application)) {
      return readFolder(application);
    }
    Path root = work.toRealPath();
    Salvage salvage = new Archives(limits).salvage(application, root);
    return application(application, true, salvage.members(), salvage.refusal(), root, List.of());
  }

  /**
   * Reads the folder that a tarball is made from.
   *
   * @throws IOException when it cannot be opened
   */
  public Application readFolder(Path folder) throws IOException {
    return readFolder(folder, List.of());
  }

  /**
   * Likewise, with charts that were read before.
   *
   * @param known what {@link #readCharts} gave, of files that are still the same
   * @throws IOException when it cannot be opened
   */
  public Application readFolder(Path folder, List<ChartArchive> known) throws IOException {
    Path root = folder.toRealPath();
    List<Member> members = FolderReader.read(root, limits.members());
    String refusal =
        members.size() >= limits.members()
            ? "it holds more than " + limits.members() + " members"
            : "";
    return application(folder, false, members, refusal, root, known);
  }

  /**
   * Reads charts of such a folder, whose other files need not be there yet.
   *
   * @param files their paths below the folder
   * @throws IOException when one cannot be opened
   */
  public List<ChartArchive> readCharts(Path folder, SortedSet<String> files) throws IOException {
    return new ChartReader(limits, new YamlReader()).read(folder, files);
  }

  private Application application(
      Path source,
      boolean isTarball,
      List<Member> members,
      String refusal,
      Path root,
      List<ChartArchive> known)
      throws IOException {
    String name = String.valueOf(source.toAbsolutePath().normalize().getFileName());
    YamlReader yaml = new YamlReader();
    SortedSet<String> unread = Application.files(members);
    known.forEach(chart -> unread.remove(chart.file()));
    List<ChartArchive> charts = new ArrayList<>(known);
    charts.addAll(new ChartReader(limits, yaml).read(root, unread));
    charts.sort(Comparator.comparing(ChartArchive::file));
    return new Application(name, isTarball, members, refusal, root, charts, yaml);
  }
}
