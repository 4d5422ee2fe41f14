/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.build.AppBuild;
import io.starlingx.portieris.app.build.BuildCache;
import io.starlingx.portieris.app.build.BuildProgress;
import io.starlingx.portieris.app.build.BuildRequest;
import io.starlingx.portieris.app.build.BuildResult;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Building this project's application without its image, beside plain tar, gzip and MD5 over the
 * same files. Needs {@code -Dportieris.root}, the project's folder.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ApplicationBuildBenchmark {

  private static final String VERSION = "26.11-1";
  private static final int VERSIONS = 100;

  private final Path root = Path.of(System.getProperty("portieris.root", "."));
  private Path output = Path.of("");
  private Path stage = Path.of("");
  private BuildCache cache = BuildCache.none();
  private int number;

  /** Builds once, to have the files that are packed. */
  @Setup
  public void stage() throws IOException {
    output = Files.createTempDirectory("portieris-bench-");
    stage = Files.createTempDirectory("portieris-bench-");
    cache = BuildCache.in(Files.createTempDirectory("portieris-bench-"));
    if (build(cache, VERSION) instanceof BuildResult.Built built) {
      new Archives(ArchiveLimits.ofApplication()).extract(built.tarball().file(), stage);
    } else {
      throw new IllegalStateException("the application cannot be built");
    }
  }

  /** As {@code app build --no-image --no-cache} does: staged, rendered, linted, packed. */
  @Benchmark
  public BuildResult buildAnew() throws IOException {
    return build(BuildCache.none(), VERSION);
  }

  /**
   * As {@code app build --no-image} does when something was changed, but nothing that the charts
   * are rendered from: here the application's version. More versions than are remembered take
   * turns, so that no build was done before.
   */
  @Benchmark
  public BuildResult buildWithKnownCharts() throws IOException {
    number = (number + 1) % VERSIONS;
    return build(cache, "26.12-" + number);
  }

  /** As {@code app build --no-image} does when nothing was changed. */
  @Benchmark
  public BuildResult buildAgain() throws IOException {
    return build(cache, VERSION);
  }

  private BuildResult build(BuildCache known, String version) throws IOException {
    BuildRequest request =
        new BuildRequest(
            root.resolve("manifests"),
            AppVersion.parse(version),
            Map.of("IMAGE_REPOSITORY", "icr.io/x/y", "IMAGE_TAG", "1", "IMAGE_DIGEST", ""),
            SystemOverrides.none(),
            Optional.empty());
    return new AppBuild(BuildProgress.silent(), known).build(request, output);
  }

  /** The files of the tarball, whose charts are packed: one pass for sums and archive. */
  @Benchmark
  public long pack() throws IOException {
    StringBuilder sums = new StringBuilder();
    Path tarball = output.resolve("plain.tgz");
    pack(stage, "./", tarball, sums);
    return Files.size(tarball) + sums.length();
  }

  /** Likewise, but the chart has to be packed before. */
  @Benchmark
  public long packWithChart() throws IOException {
    Path chart = output.resolve("chart.tgz");
    pack(root.resolve("charts/portieris"), "portieris/", chart, new StringBuilder());
    return Files.size(chart) + pack();
  }

  private static void pack(Path folder, String prefix, Path archive, StringBuilder sums)
      throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Path file : files) {
        byte[] content = Files.readAllBytes(file);
        sums.append(SampleApplication.md5(content)).append("  ").append(file).append('\n');
        TarArchiveEntry entry = new TarArchiveEntry(prefix + folder.relativize(file));
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
  }
}
