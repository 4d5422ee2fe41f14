/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.attestation.Component;
import io.starlingx.portieris.app.attestation.Material;
import io.starlingx.portieris.app.cache.ProgramCode;
import io.starlingx.portieris.app.cache.Sha256;
import io.starlingx.portieris.app.chart.ChartLint;
import io.starlingx.portieris.app.chart.ChartLinter;
import io.starlingx.portieris.app.content.ChartArchive;
import io.starlingx.portieris.app.folder.AppDescription;
import io.starlingx.portieris.app.folder.AppFolder;
import io.starlingx.portieris.app.lint.AppLint;
import io.starlingx.portieris.app.lint.LintFinding;
import io.starlingx.portieris.app.lint.LintResult;
import io.starlingx.portieris.app.lint.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the tarball of an application folder: stages all files, then packs them while Helm and the
 * linter look at them. The same sources give the same bytes, so that a build that was done before
 * is not done again.
 */
public final class AppBuild {

  private final BuildProgress progress;
  private final BuildCache cache;

  public AppBuild(BuildProgress progress) {
    this(progress, BuildCache.none());
  }

  /**
   * As {@link #AppBuild(BuildProgress)}, with a memory.
   *
   * @param cache what need not be done again
   */
  public AppBuild(BuildProgress progress, BuildCache cache) {
    this.progress = progress;
    this.cache = cache;
  }

  /**
   * Builds into a directory, which is created if needed. Unless the result is {@link
   * BuildResult.Built}, nothing is written there and a tarball of an earlier build stays.
   *
   * @throws IOException when sources cannot be read or the directory cannot be written
   */
  public BuildResult build(BuildRequest request, Path output) throws IOException {
    try (WorkFolder work = new WorkFolder()) {
      progress.step("read the application folder");
      List<Finding> findings = new ArrayList<>();
      Optional<AppDescription> application =
          new AppFolder(findings).read(request.source(), request.version());
      if (application.isEmpty()) {
        return new BuildResult.Refused(findings);
      }
      AppStage stage = new AppStage(work, application.get(), findings);
      stage.readCharts();
      Optional<String> key =
          findings.isEmpty() ? key(request, application.get(), stage) : Optional.empty();
      Optional<EarlierBuilds.Build> earlier = key.flatMap(cache.earlier()::find);
      if (earlier.isPresent()) {
        progress.step("take the tarball of an earlier build");
        return put(earlier.get(), application.get(), request, stage, output);
      }
      return build(application.get(), request, stage, findings, work, key, output);
    }
  }

  /** Images are too large to be kept twice. */
  private Optional<String> key(BuildRequest request, AppDescription application, AppStage stage)
      throws IOException {
    Optional<ProgramCode> program = cache.earlier().program();
    return program.isPresent() && request.imageArchives().isEmpty()
        ? Optional.of(BuildInputs.key(program.get(), request, application, stage.charts()))
        : Optional.empty();
  }

  private void remember(String key, BuildResult.Built built) throws IOException {
    if (built.tarball().bytes() <= EarlierBuilds.LARGEST) {
      byte[] tarball = Files.readAllBytes(built.tarball().file());
      cache
          .earlier()
          .remember(key, new EarlierBuilds.Build(tarball, built.warnings(), built.components()));
    }
  }

  private static BuildResult put(
      EarlierBuilds.Build earlier,
      AppDescription application,
      BuildRequest request,
      AppStage stage,
      Path output)
      throws IOException {
    Path target = output.resolve(stage.name() + ".tgz");
    Path aside = aside(output);
    try {
      Files.write(aside, earlier.tarball(), StandardOpenOption.CREATE_NEW);
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
    return new BuildResult.Built(
        new Artifact(target, earlier.tarball().length, new Sha256().bare(earlier.tarball())),
        application.name(),
        application.version(),
        earlier.warnings(),
        earlier.components(),
        Sources.of(application, stage.charts(), request.imageArchives()));
  }

  /** Where a tarball lies until it is known to be whole and sound. */
  private static Path aside(Path output) throws IOException {
    return Files.createDirectories(output).resolve(".app-build-" + UUID.randomUUID());
  }

  private BuildResult build(
      AppDescription application,
      BuildRequest request,
      AppStage stage,
      List<Finding> findings,
      WorkFolder work,
      Optional<String> key,
      Path output)
      throws IOException {
    stage.open(request);
    try (Background background = new Background()) {
      AppLint lint = new AppLint();
      Background.Task<List<ChartArchive>> read = List::of;
      if (findings.isEmpty()) {
        stage.beginPacking(cache.packed(), background);
        // Those that pack were begun before, so that this waits for no thread that it has.
        read = background.begin(() -> stage.readPacked(lint));
      }
      AppCheck check = new AppCheck(work, new ChartLinter(cache.rendered()), background);
      check.beginCharts(stage.charts());
      progress.step("stage the manifests");
      stage.writeManifests(request);
      check.beginReleases(request, stage);
      if (!findings.isEmpty()) {
        progress.step("render the charts");
        findings.addAll(check.await().errors());
        return new BuildResult.Refused(findings);
      }
      progress.step("pack the tarball");
      stage.pack(request);
      List<ChartArchive> charts = read.await();
      Background.Task<LintResult> linted = background.begin(() -> lint.lint(stage.root(), charts));
      return pack(application, request, stage, check, linted, key, output);
    }
  }

  private BuildResult pack(
      AppDescription application,
      BuildRequest request,
      AppStage stage,
      AppCheck check,
      Background.Task<LintResult> lint,
      Optional<String> key,
      Path output)
      throws IOException {
    Path aside = aside(output);
    try {
      try (TarWriter tar =
          TarWriter.gzip(Files.newOutputStream(aside, StandardOpenOption.CREATE_NEW))) {
        tar.tree(stage.root(), "./");
      }
      Artifact packed = Artifact.of(aside);
      List<Component> components = TarballContents.of(stage.root(), stage.charts());
      List<Material> sources = Sources.of(application, stage.charts(), request.imageArchives());
      // Unless a file was changed meanwhile, so that it is unknown what the build has seen of it.
      boolean isToRemember = key.isPresent() && key.equals(key(request, application, stage));
      if (isToRemember) {
        cache.earlier().makeRoom();
      }
      progress.step("render the charts, check the application");
      ChartLint charts = check.await();
      if (!charts.errors().isEmpty()) {
        return new BuildResult.Refused(charts.errors());
      }
      List<Finding> errors = new ArrayList<>();
      List<Finding> warnings = new ArrayList<>(application.notices());
      warnings.addAll(charts.warnings());
      for (LintFinding finding : lint.await().findings()) {
        (finding.severity() == Severity.ERROR ? errors : warnings).add(stage.origins().of(finding));
      }
      if (!errors.isEmpty()) {
        return new BuildResult.Refused(errors);
      }
      BuildResult.Built built =
          new BuildResult.Built(
              packed.moveTo(output.resolve(stage.name() + ".tgz")),
              application.name(),
              application.version(),
              warnings,
              components,
              sources);
      if (isToRemember) {
        remember(key.orElseThrow(), built);
      }
      return built;
    } finally {
      Files.deleteIfExists(aside);
    }
  }
}
