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
import java.util.List;

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
    return application(application, true, salvage.members(), salvage.refusal(), root);
  }

  /**
   * Reads the folder that a tarball is made from.
   *
   * @throws IOException when it cannot be opened
   */
  public Application readFolder(Path folder) throws IOException {
    Path root = folder.toRealPath();
    List<Member> members = FolderReader.read(root, limits.members());
    String refusal =
        members.size() >= limits.members()
            ? "it holds more than " + limits.members() + " members"
            : "";
    return application(folder, false, members, refusal, root);
  }

  private Application application(
      Path source, boolean isTarball, List<Member> members, String refusal, Path root)
      throws IOException {
    String name = String.valueOf(source.toAbsolutePath().normalize().getFileName());
    YamlReader yaml = new YamlReader();
    List<ChartArchive> charts =
        new ChartReader(limits, yaml).read(root, Application.files(members));
    return new Application(name, isTarball, members, refusal, root, charts, yaml);
  }
}
