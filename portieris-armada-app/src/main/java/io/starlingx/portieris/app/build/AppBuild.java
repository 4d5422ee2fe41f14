/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.chart.ChartLint;
import io.starlingx.portieris.app.chart.ChartLinter;
import io.starlingx.portieris.app.chart.RenderedCharts;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the tarball of an application folder: stages all files, then packs them while Helm and the
 * linter look at them. The same sources give the same bytes.
 */
public final class AppBuild {

  private final BuildProgress progress;
  private final RenderedCharts rendered;

  public AppBuild(BuildProgress progress) {
    this(progress, RenderedCharts.none());
  }

  /**
   * As {@link #AppBuild(BuildProgress)}, with a memory.
   *
   * @param rendered charts that need not be rendered again
   */
  public AppBuild(BuildProgress progress, RenderedCharts rendered) {
    this.progress = progress;
    this.rendered = rendered;
  }

  /**
   * Builds into a directory, which is created if needed. Unless the result is {@link
   * BuildResult.Built}, nothing is written there and a tarball of an earlier build stays.
   *
   * @throws IOException when sources cannot be read or the directory cannot be written
   */
  public BuildResult build(BuildRequest request, Path output) throws IOException {
    try (TemporaryDirectory work = TemporaryDirectory.create("portieris-build-");
        Background background = new Background()) {
      progress.step("stage charts and manifests");
      List<Finding> findings = new ArrayList<>();
      Optional<AppDescription> application =
          new AppFolder(findings).read(request.source(), request.version());
      if (application.isEmpty()) {
        return new BuildResult.Refused(findings);
      }
      AppStage stage = new AppStage(work.path(), application.get(), findings);
      stage.stage(request);
      AppCheck check =
          new AppCheck(work.path(), new ChartLinter(rendered), background).begin(request, stage);
      if (!findings.isEmpty()) {
        progress.step("render the charts");
        findings.addAll(check.await().errors());
        return new BuildResult.Refused(findings);
      }
      progress.step("pack the tarball");
      stage.pack(request);
      return pack(application.get(), request, stage, check, background, output);
    }
  }

  private BuildResult pack(
      AppDescription application,
      BuildRequest request,
      AppStage stage,
      AppCheck check,
      Background background,
      Path output)
      throws IOException {
    Background.Task<LintResult> lint =
        background.begin(() -> new AppLint().lint(stage.root(), Set.of()));
    String name = stage.name() + ".tgz";
    Files.createDirectories(output);
    try (TemporaryDirectory aside = TemporaryDirectory.createIn(output, ".app-build-")) {
      Path tarball = aside.path().resolve(name);
      try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(tarball))) {
        tar.tree(stage.root(), "./");
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
      Path target = output.resolve(name);
      Files.move(tarball, target, StandardCopyOption.ATOMIC_MOVE);
      return new BuildResult.Built(
          Artifact.of(target),
          application.name(),
          application.version(),
          warnings,
          TarballContents.of(stage.root(), stage.charts()),
          Sources.of(application, request.imageArchives()));
    }
  }
}
