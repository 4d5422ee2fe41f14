/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.framework.cluster.RegistryKey;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseEngine;
import io.starlingx.portieris.framework.helm.ReleaseRequest;
import io.starlingx.portieris.framework.helm.ValuesMerge;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Brings the releases of an application to the cluster. */
final class ApplyOperation {

  private final ApplicationStore store;
  private final UploadChecks checks;
  private final ValuesMerge merge;
  private final ReleaseEngine engine;
  private final RegistryKey registryKey;
  private final SystemOverrides system;

  ApplyOperation(
      ApplicationStore store,
      UploadChecks checks,
      ValuesMerge merge,
      ReleaseEngine engine,
      RegistryKey registryKey,
      SystemOverrides system) {
    this.store = store;
    this.checks = checks;
    this.merge = merge;
    this.engine = engine;
    this.registryKey = registryKey;
    this.system = system;
  }

  /**
   * How it ended.
   *
   * @param progress the final progress
   * @param notes what the charts have to say to who installs them; may be empty
   */
  record Applied(String progress, String notes) {}

  Applied run(Application application, Steps steps, OperationLog log)
      throws OperationFailure, IOException {
    return run(application, release -> Optional.empty(), steps, log);
  }

  /**
   * The same with values of the moment, which win over all others.
   *
   * @param relief YAML for a release
   */
  Applied run(
      Application application,
      Function<HelmRelease, Optional<String>> relief,
      Steps steps,
      OperationLog log)
      throws OperationFailure, IOException {
    try {
      steps.say(ProgressText.GENERATING_OVERRIDES);
      boolean isMissing = checkDependencies(application, log);
      FluxManifests manifests = FluxManifests.read(application.tree());
      List<ReleaseRequest> requests =
          new ReleaseRequests(merge, HelmRelease::systemOverrides, relief)
              .of(application, manifests, system.refresh(application, manifests, log));
      steps.say(ProgressText.APPLYING_MANIFEST);
      String notes = apply(application, requests, steps);
      if (!notes.isEmpty()) {
        log.write(notes);
      }
      return new Applied(
          isMissing
              ? ProgressText.COMPLETED
                  + " - check /var/log/sysinv.log to verify missing dependencies."
              : ProgressText.COMPLETED,
          notes);
    } catch (ManifestException e) {
      throw new OperationFailure(
          String.valueOf(e.getMessage()).replace(application.tree() + "/", ""), e);
    }
  }

  private boolean checkDependencies(Application application, OperationLog log)
      throws OperationFailure, IOException {
    DependentApps missing =
        checks
            .metadata(application.tree())
            .map(metadata -> DependentApps.of(metadata, store.list()))
            .orElse(new DependentApps(List.of()));
    if (!missing.required().isEmpty()) {
      throw new OperationFailure(
          "This app depends on the following missing apps: "
              + missing.required().text()
              + ". Please install them and try to apply again.");
    }
    if (!missing.isEmpty()) {
      log.write("this app depends on the following missing apps: " + missing.text());
    }
    return !missing.isEmpty();
  }

  /** Returns the notes of the charts. */
  private String apply(Application application, List<ReleaseRequest> requests, Steps steps)
      throws OperationFailure {
    steps.say(ProgressText.overall("Applying app " + application.name() + ".", 0, requests.size()));
    List<String> notes = new ArrayList<>();
    for (int done = 0; done < requests.size(); done++) {
      ReleaseRequest request = requests.get(done);
      HelmRelease release = request.release();
      try {
        registryKey.copyInto(release.releaseNamespace());
        notes.add(engine.apply(request));
      } catch (HelmFailure e) {
        throw new OperationFailure(
            "Failed to apply helm release \"" + release.name() + "\": " + e.getMessage(), e);
      }
      String text =
          "Applying app %s. Chart %s applied.".formatted(application.name(), release.name());
      steps.say(ProgressText.overall(text, done + 1, requests.size()));
    }
    return notes.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("\n\n"));
  }
}
