/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseRequest;
import io.starlingx.portieris.framework.helm.ValuesMerge;
import io.starlingx.portieris.framework.image.MirroredValues;
import io.starlingx.portieris.framework.manifest.ChartDirectory;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.manifest.YamlFile;
import io.starlingx.portieris.framework.override.ValueTrees;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.view.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the releases of an application are to become. Values, from weakest to strongest: the
 * chart's, the static overrides, the system overrides, the user's, those within the HelmRelease,
 * those of the moment.
 */
final class ReleaseRequests {

  private final MergedOverrides overrides;
  private final Optional<MirroredValues> images;
  private final Function<HelmRelease, Path> statics;
  private final Function<HelmRelease, Path> merged;
  private final ApplyOptions options;

  /**
   * The requests, and what they need.
   *
   * @param images the images in all their values, each with its own registry
   */
  record Prepared(List<ReleaseRequest> releases, List<String> images) {}

  /**
   * @param images names images in another registry; empty to leave their names
   * @param statics the file that receives the static overrides with these names
   * @param merged the file that receives the merged overrides of a release; others are made beside
   */
  ReleaseRequests(
      ValuesMerge merge,
      Optional<MirroredValues> images,
      Function<HelmRelease, Path> statics,
      Function<HelmRelease, Path> merged,
      ApplyOptions options) {
    this.overrides = new MergedOverrides(merge);
    this.images = images;
    this.statics = statics;
    this.merged = merged;
    this.options = options;
  }

  /**
   * Writes the values and returns the requests in the order of the releases.
   *
   * @param charts the overrides of the application
   */
  Prepared of(Application application, FluxManifests manifests, List<ChartOverride> charts)
      throws OperationFailure, ManifestException, IOException {
    List<ReleaseRequest> requests = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (HelmRelease release : manifests.releases()) {
      ChartDirectory chart = ChartDirectory.of(release, application.tree());
      boolean isEnabled =
          MergedOverrides.chart(charts, release).map(ChartOverride::enabled).orElse(true);
      requests.add(
          new ReleaseRequest(
              release,
              chart.path(),
              values(release, chart, charts, found),
              isEnabled,
              options.isClientSide()));
    }
    return new Prepared(requests, found);
  }

  /** Names images as they are found before they are named in another registry. */
  private List<Path> values(
      HelmRelease release, ChartDirectory chart, List<ChartOverride> charts, List<String> found)
      throws OperationFailure, ManifestException, IOException {
    Path file = merged.apply(release);
    List<Path> values = new ArrayList<>();
    try {
      String text = overrides.of(charts, release);
      if (images.isPresent()) {
        MirroredValues names = images.get();
        Map<String, Object> own = chart.values();
        Map<String, Object> shipped = YamlFile.read(original(release));
        Map<String, Object> above = YamlFile.parse("overrides of " + release.name(), text);
        found.addAll(
            MirroredValues.images(ValueTrees.merge(ValueTrees.merge(own, shipped), above)));
        values.add(keepingTheOriginal(release, YamlText.block(names.rewrite(own, shipped))));
        text = YamlText.block(names.rewrite(Map.of(), above));
      } else {
        values.add(original(release));
      }
      values.add(Files.writeString(file, text));
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
    Optional<String> now = options.moment().apply(release);
    if (now.isPresent()) {
      values.add(
          Files.writeString(file.resolveSibling(release.name() + "-relief.yaml"), now.get()));
    }
    return values;
  }

  /** As the tarball has them: a former apply may have named images elsewhere. */
  private static Path original(HelmRelease release) {
    Path kept = originalOf(release);
    return Files.exists(kept) ? kept : release.staticOverrides();
  }

  private static Path originalOf(HelmRelease release) {
    Path file = release.staticOverrides();
    String name = file.getFileName().toString().replaceFirst("\\.yaml$", "-orig.yaml");
    return file.resolveSibling(name);
  }

  private Path keepingTheOriginal(HelmRelease release, String rewritten) throws IOException {
    Path target = statics.apply(release);
    if (target.equals(release.staticOverrides()) && !Files.exists(originalOf(release))) {
      Files.copy(target, originalOf(release));
    }
    return Files.writeString(target, rewritten);
  }
}
