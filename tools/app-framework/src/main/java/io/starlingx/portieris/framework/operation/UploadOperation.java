/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.framework.helm.ChartLint;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.image.MirrorSettings;
import io.starlingx.portieris.framework.image.MirroredValues;
import io.starlingx.portieris.framework.manifest.ChartDirectory;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.manifest.YamlFile;
import io.starlingx.portieris.framework.override.ValueTrees;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.view.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What happens to an accepted tarball until the application is uploaded. */
final class UploadOperation {

  private final ApplicationStore store;
  private final UploadChecks checks;
  private final ChartLint lint;
  private final ChartCollisions collisions;
  private final SystemOverrides system;
  private final ImageRetrieval images;

  UploadOperation(
      ApplicationStore store,
      UploadChecks checks,
      ChartLint lint,
      SystemOverrides system,
      Optional<MirrorSettings> mirror) {
    this.store = store;
    this.checks = checks;
    this.lint = lint;
    this.collisions = new ChartCollisions(store, checks);
    this.system = system;
    this.images = new ImageRetrieval(mirror);
  }

  /**
   * Returns the final progress.
   *
   * @param isWithImages whether to copy the images, too
   */
  String run(Application application, boolean isWithImages, Steps steps, OperationLog log)
      throws OperationFailure, IOException {
    try {
      return upload(application, isWithImages, steps, log);
    } catch (ManifestException e) {
      throw failure(
          application, String.valueOf(e.getMessage()).replace(application.tree() + "/", ""), "");
    } catch (HelmFailure e) {
      throw failure(application, String.valueOf(e.getMessage()), "");
    } catch (OperationFailure e) {
      throw failure(application, String.valueOf(e.getMessage()), e.detail());
    }
  }

  private static OperationFailure failure(Application application, String reason, String detail) {
    return new OperationFailure(
        "Upload of application %s (%s) failed: %s"
            .formatted(application.name(), application.version(), reason),
        detail);
  }

  private String upload(
      Application application, boolean isWithImages, Steps steps, OperationLog log)
      throws OperationFailure, ManifestException, HelmFailure, IOException {
    Path tree = application.tree();
    steps.say(ProgressText.EXTRACTING);
    Optional<AppMetadata> metadata = checks.metadata(tree);
    FluxManifests manifests = FluxManifests.read(tree);
    steps.say(ProgressText.VALIDATING_CHARTS);
    lint(tree);
    collisions.check(application);
    Map<String, Map<String, Map<String, Object>>> computed =
        system.compute(application, manifests, log);
    List<String> disabled = metadata.map(AppMetadata::disabledCharts).orElse(List.of());
    store.overrides().add(application.id(), charts(manifests, computed, disabled));
    List<String> named = listImages(application, manifests, computed);
    if (isWithImages) {
      images.run(named, steps, log);
    }
    DependentApps missing =
        metadata
            .map(known -> DependentApps.of(known, store.list()))
            .orElse(new DependentApps(List.of()));
    return missing.isEmpty()
        ? ProgressText.COMPLETED
        : ProgressText.COMPLETED
            + " - this app depends on the following missing apps: "
            + missing.text();
  }

  private void lint(Path tree) throws OperationFailure, ManifestException, HelmFailure {
    for (ChartDirectory chart : ChartDirectory.all(tree)) {
      List<String> errors = lint.errors(chart.path());
      if (!errors.isEmpty()) {
        throw new OperationFailure(
            "one or more charts failed validation. " + errors.getFirst(),
            String.join("\n", errors));
      }
    }
  }

  private static List<ChartOverride> charts(
      FluxManifests manifests,
      Map<String, Map<String, Map<String, Object>>> system,
      List<String> disabled) {
    List<ChartOverride> charts = new ArrayList<>();
    system.forEach(
        (chart, namespaces) ->
            namespaces.forEach(
                (namespace, values) ->
                    charts.add(
                        new ChartOverride(
                            chart,
                            namespace,
                            !disabled.contains(chart),
                            Optional.of(YamlText.flow(values)),
                            Optional.empty()))));
    for (HelmRelease release : manifests.releases()) {
      charts.add(
          new ChartOverride(
              release.name(),
              release.namespace(),
              !disabled.contains(release.name()),
              Optional.empty(),
              Optional.empty()));
    }
    return charts;
  }

  private static List<String> listImages(
      Application application,
      FluxManifests manifests,
      Map<String, Map<String, Map<String, Object>>> system)
      throws OperationFailure, ManifestException, IOException {
    Map<String, Object> file = new TreeMap<>();
    List<String> all = new ArrayList<>();
    for (HelmRelease release : manifests.releases()) {
      Map<String, Object> values =
          ValueTrees.merge(
              ChartDirectory.of(release, application.tree()).values(),
              YamlFile.read(release.staticOverrides()));
      Map<String, Object> plugin =
          system.getOrDefault(release.name(), Map.of()).getOrDefault(release.namespace(), Map.of());
      List<String> images = MirroredValues.images(ValueTrees.merge(values, plugin));
      file.put(release.name(), images);
      all.addAll(images);
    }
    if (all.isEmpty()) {
      throw new OperationFailure("charts specify no docker images.");
    }
    file.put("download_images", all);
    Files.writeString(
        application.tree().resolve(application.name() + "-images.yaml"), YamlText.block(file));
    return all;
  }
}
