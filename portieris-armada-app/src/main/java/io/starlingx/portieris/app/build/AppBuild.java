/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.app.upload.UploadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Makes the application tarball: stages all files, checks them, packs them, and asks the upload
 * checks before the result goes into its place. The same sources give the same bytes.
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
      AppStage stage = new AppStage(work.path());
      List<Finding> staged = stage.stage(request);
      if (!staged.isEmpty()) {
        return new BuildResult.Refused(staged);
      }
      progress.step("lint the charts");
      List<Finding> checked = new AppCheck(work.path()).check(request, stage);
      if (!checked.isEmpty()) {
        return new BuildResult.Refused(checked);
      }
      progress.step("pack the tarball");
      stage.pack(request);
      return pack(request, stage.root(), output);
    }
  }

  private BuildResult pack(BuildRequest request, Path root, Path output) throws IOException {
    String name = "portieris-" + request.version() + ".tgz";
    Files.createDirectories(output);
    try (TemporaryDirectory aside = TemporaryDirectory.createIn(output, ".portieris-")) {
      Path tarball = aside.path().resolve(name);
      try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(tarball))) {
        tar.tree(root, "./");
      }
      progress.step("check the tarball as an upload");
      if (new UploadChecks().inspect(UploadRequest.of(tarball))
          instanceof UploadResult.Rejected rejected) {
        return new BuildResult.Refused(List.of(Finding.of(name, rejected.message())));
      }
      Path target = output.resolve(name);
      Files.move(tarball, target, StandardCopyOption.ATOMIC_MOVE);
      return new BuildResult.Built(Artifact.of(target));
    }
  }
}
