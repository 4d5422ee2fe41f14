/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.chart.ChartLint;
import io.starlingx.portieris.app.folder.AppDescription;
import io.starlingx.portieris.app.folder.AppFolder;
import io.starlingx.portieris.app.lint.AppLint;
import io.starlingx.portieris.app.lint.LintFinding;
import io.starlingx.portieris.app.lint.Severity;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.app.upload.UploadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the tarball of an application folder: stages all files, checks them, packs them, and asks
 * linter and upload checks before the result goes into its place. The same sources give the same
 * bytes.
 */
public final class AppBuild {

  private final BuildProgress progress;

  public AppBuild(BuildProgress progress) {
    this.progress = progress;
  }

  /**
   * Builds into a directory, which is created if needed. Unless the result is {@link
   * BuildResult.Built}, nothing is written there and a tarball of an earlier build stays.
   *
   * @throws IOException when sources cannot be read or the directory cannot be written
   */
  public BuildResult build(BuildRequest request, Path output) throws IOException {
    try (TemporaryDirectory work = TemporaryDirectory.create("portieris-build-")) {
      progress.step("stage charts and manifests");
      List<Finding> findings = new ArrayList<>();
      Optional<AppDescription> application =
          new AppFolder(findings).read(request.source(), request.version());
      if (application.isEmpty()) {
        return new BuildResult.Refused(findings);
      }
      AppStage stage = new AppStage(work.path(), application.get(), findings);
      stage.stage(request);
      progress.step("lint the charts");
      ChartLint charts = new AppCheck(work.path()).check(request, stage);
      findings.addAll(charts.errors());
      if (!findings.isEmpty()) {
        return new BuildResult.Refused(findings);
      }
      progress.step("pack the tarball");
      stage.pack(request);
      return pack(application.get(), request, stage, charts.warnings(), output);
    }
  }

  private BuildResult pack(
      AppDescription application,
      BuildRequest request,
      AppStage stage,
      List<Finding> warnings,
      Path output)
      throws IOException {
    String name = application.name() + "-" + application.version() + ".tgz";
    Files.createDirectories(output);
    try (TemporaryDirectory aside = TemporaryDirectory.createIn(output, ".app-build-")) {
      Path tarball = aside.path().resolve(name);
      try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(tarball))) {
        tar.tree(stage.root(), "./");
      }
      progress.step("check the tarball");
      List<Finding> errors = new ArrayList<>();
      List<Finding> all = new ArrayList<>(warnings);
      for (LintFinding finding : new AppLint().lint(tarball, Set.of()).findings()) {
        (finding.severity() == Severity.ERROR ? errors : all).add(stage.origins().of(finding));
      }
      if (errors.isEmpty()
          && new UploadChecks().inspect(UploadRequest.of(tarball))
              instanceof UploadResult.Rejected rejected) {
        errors.add(Finding.of(name, rejected.message()));
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
          all,
          TarballContents.of(stage.root(), stage.charts()),
          Sources.of(application, request.imageArchives()));
    }
  }
}
