/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Extracts tar and tar.gz archives of unknown origin. Nothing is ever written outside the given
 * directory, links and devices are refused, and size, number of members and headers are limited.
 * Stateless.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">GNU tar, Basic Tar
 *     Format</a>
 */
public final class Archives {

  private final ArchiveLimits limits;

  public Archives(ArchiveLimits limits) {
    this.limits = limits;
  }

  /**
   * Extracts the archive into a directory, which must exist and into which nobody else writes. When
   * refused, what was already extracted stays there for the caller to delete.
   *
   * @throws IOException when the archive cannot be opened or the directory not be written
   */
  public Extraction extract(Path archive, Path directory) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      return new TarExtractor(directory, limits).extract(in);
    } catch (RefusedArchiveException e) {
      return new Extraction.Refused(e.reason());
    }
  }

  /**
   * Extracts what can be extracted safely into a directory, which must exist and into which nobody
   * else writes, and tells of every member.
   *
   * @throws IOException when the archive cannot be opened or the directory not be written
   */
  public Salvage salvage(Path archive, Path directory) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      return new TarSalvager(new DiskDestination(directory), limits).salvage(in);
    }
  }

  /**
   * Reads into memory the regular files that are chosen, and tells of every member.
   *
   * @param choice which files are kept, by path
   * @param largest most bytes of a kept file; of larger ones only the member is told
   * @throws IOException when the archive cannot be opened
   */
  public ArchiveContents read(Path archive, Predicate<String> choice, int largest)
      throws IOException {
    MemoryDestination memory = new MemoryDestination(choice, largest);
    try (InputStream in = Files.newInputStream(archive)) {
      Salvage salvage = new TarSalvager(memory, limits).salvage(in);
      Set<String> whole =
          salvage.members().stream()
              .filter(Member::isFile)
              .map(Member::path)
              .collect(Collectors.toSet());
      Map<String, byte[]> files = memory.contents();
      files.keySet().retainAll(whole);
      return new ArchiveContents(salvage, files);
    }
  }
}
