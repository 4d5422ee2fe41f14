/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseRequest;
import io.starlingx.portieris.framework.helm.ValuesMerge;
import io.starlingx.portieris.framework.manifest.ChartDirectory;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.view.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the releases of an application are to become. Values, from weakest to strongest: the
 * chart's, the static overrides, the system overrides, the user's, those within the HelmRelease,
 * those of the moment.
 */
final class ReleaseRequests {

  private final MergedOverrides overrides;
  private final Function<HelmRelease, Path> merged;
  private final Function<HelmRelease, Optional<String>> moment;

  /**
   * @param merged the file that receives the merged overrides of a release; others are made beside
   * @param moment values over all others, as YAML
   */
  ReleaseRequests(
      ValuesMerge merge,
      Function<HelmRelease, Path> merged,
      Function<HelmRelease, Optional<String>> moment) {
    this.overrides = new MergedOverrides(merge);
    this.merged = merged;
    this.moment = moment;
  }

  /**
   * Writes the values and returns the requests in the order of the releases.
   *
   * @param charts the overrides of the application
   */
  List<ReleaseRequest> of(
      Application application, FluxManifests manifests, List<ChartOverride> charts)
      throws OperationFailure, ManifestException, IOException {
    List<ReleaseRequest> requests = new ArrayList<>();
    for (HelmRelease release : manifests.releases()) {
      boolean isEnabled =
          MergedOverrides.chart(charts, release).map(ChartOverride::enabled).orElse(true);
      requests.add(
          new ReleaseRequest(
              release,
              ChartDirectory.of(release, application.tree()).path(),
              values(release, charts),
              isEnabled && release.isWaiting()));
    }
    return requests;
  }

  private List<Path> values(HelmRelease release, List<ChartOverride> charts)
      throws OperationFailure, IOException {
    Path file = merged.apply(release);
    List<Path> values = new ArrayList<>();
    values.add(release.staticOverrides());
    try {
      values.add(Files.writeString(file, overrides.of(charts, release)));
    } catch (HelmFailure e) {
      throw new OperationFailure(
          "Overrides of helm release \""
              + release.name()
              + "\" cannot be merged: "
              + e.getMessage(),
          e);
    }
    if (!release.values().isEmpty()) {
      Path inline = file.resolveSibling(release.name() + "-values.yaml");
      values.add(Files.writeString(inline, YamlText.block(release.values())));
    }
    Optional<String> now = moment.apply(release);
    if (now.isPresent()) {
      values.add(
          Files.writeString(file.resolveSibling(release.name() + "-relief.yaml"), now.get()));
    }
    return values;
  }
}
