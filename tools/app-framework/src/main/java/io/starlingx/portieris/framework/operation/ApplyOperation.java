/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.cluster.RegistryKey;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseEngine;
import io.starlingx.portieris.framework.helm.ReleaseRequest;
import io.starlingx.portieris.framework.helm.ValuesMerge;
import io.starlingx.portieris.framework.image.MirrorSettings;
import io.starlingx.portieris.framework.image.MirroredValues;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.operation.ReleaseRequests.Prepared;
import io.starlingx.portieris.framework.operation.SystemOverrides.Overridden;
import io.starlingx.portieris.framework.plugin.Hook;
import io.starlingx.portieris.framework.plugin.Hook.HookType;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.OperationKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Brings the releases of an application to the cluster. */
final class ApplyOperation {

  private static final String APPLY = OperationKind.APPLY.text();
  private static final int MOST_TRIES = 5;

  private final Prerequisites prerequisites;
  private final ValuesMerge merge;
  private final ReleaseEngine engine;
  private final EngineWait waiting;
  private final RegistryKey registryKey;
  private final SystemOverrides system;
  private final Lifecycle lifecycle;
  private final Optional<MirrorSettings> mirror;

  ApplyOperation(
      Prerequisites prerequisites,
      ValuesMerge merge,
      ReleaseEngine engine,
      EngineWait waiting,
      RegistryKey registryKey,
      SystemOverrides system,
      Lifecycle lifecycle,
      Optional<MirrorSettings> mirror) {
    this.prerequisites = prerequisites;
    this.merge = merge;
    this.engine = engine;
    this.waiting = waiting;
    this.registryKey = registryKey;
    this.system = system;
    this.lifecycle = lifecycle;
    this.mirror = mirror;
  }

  /**
   * How it ended.
   *
   * @param progress the final progress
   * @param notes what the charts have to say to who installs them; may be empty
   */
  record Applied(String progress, String notes) {}

  /** What came of asking for the releases. */
  private sealed interface Requested {

    /**
     * All are ready.
     *
     * @param notes what their charts have to say
     */
    record Ready(String notes) implements Requested {}

    /** One of them has failed, or nobody wants them any more. */
    record Failed(OperationFailure reason) implements Requested {}
  }

  Applied run(Application application, ApplyOptions options, Steps steps, OperationLog log)
      throws OperationFailure, IOException {
    try {
      steps.say(ProgressText.GENERATING_OVERRIDES);
      DependentApps missing = prerequisites.missing(application);
      FluxManifests manifests = FluxManifests.read(application.tree());
      Overridden overridden = system.refresh(application, manifests, log);
      lifecycle.call(application, Hook.of(HookType.RESOURCE, Hook.PRE, APPLY), log);
      Prepared prepared =
          new ReleaseRequests(
                  merge,
                  mirror.map(settings -> new MirroredValues(settings.registry())),
                  HelmRelease::staticOverrides,
                  HelmRelease::systemOverrides,
                  options)
              .of(application, overridden.manifests(), overridden.charts());
      new ImageRetrieval(mirror).run(prepared.images(), steps, log);
      String notes = deploy(application, prepared.releases(), steps, log);
      removeWhatIsTakenOut(manifests, overridden.manifests());
      return missing.isEmpty()
          ? new Applied(ProgressText.COMPLETED, notes)
          : new Applied(
              ProgressText.COMPLETED
                  + " - check /var/log/sysinv.log to verify missing dependencies.",
              ("This app depends on the following missing apps: "
                      + missing.text()
                      + ".\n\n"
                      + notes)
                  .strip());
    } catch (ManifestException e) {
      throw new OperationFailure(
          String.valueOf(e.getMessage()).replace(application.tree() + "/", ""), e);
    }
  }

  /** The releases, within the hooks that the platform calls around them. */
  private String deploy(
      Application application, List<ReleaseRequest> requests, Steps steps, OperationLog log)
      throws OperationFailure, IOException {
    Hook after = Hook.of(HookType.MANIFEST, Hook.POST, APPLY);
    Hook cleanup = Hook.of(HookType.RESOURCE, Hook.POST, APPLY);
    OperationFailure failure;
    try {
      lifecycle.call(application, Hook.of(HookType.MANIFEST, Hook.PRE, APPLY), log);
      steps.say(ProgressText.APPLYING_MANIFEST);
      switch (requestAsOftenAsAsked(application, requests, steps, log)) {
        case Requested.Ready(String notes) -> {
          lifecycle.call(application, after.with("manifest_applied", true), log);
          return notes;
        }
        case Requested.Failed(OperationFailure reason) -> failure = reason;
      }
    } catch (OperationFailure | IOException | RuntimeException e) {
      lifecycle.tell(application, after.with("manifest_applied", false), log);
      lifecycle.tell(application, cleanup, log);
      throw e;
    }
    // The platform calls manifest/post only where a step went wrong, not where a release did.
    lifecycle.tell(application, cleanup, log);
    throw failure;
  }

  /** Tries again while the plugin asks for that, and nothing else of the apply is repeated. */
  private Requested requestAsOftenAsAsked(
      Application application, List<ReleaseRequest> requests, Steps steps, OperationLog log)
      throws OperationFailure, IOException {
    for (int tries = 1; ; tries++) {
      try {
        return request(application, requests, steps, log);
      } catch (OperationFailure e) {
        if (!e.isForAnotherTry() || tries == MOST_TRIES) {
          throw e;
        }
        log.write("try %d: %s".formatted(tries, e.getMessage()));
        lifecycle.rest();
      }
      if (steps.isAborted()) {
        return new Requested.Failed(new OperationFailure(ProgressText.ABORTED_BY_USER));
      }
    }
  }

  private Requested request(
      Application application, List<ReleaseRequest> requests, Steps steps, OperationLog log)
      throws OperationFailure, IOException {
    lifecycle.call(application, Hook.of(HookType.FLUXCD_REQUEST, Hook.PRE, APPLY), log);
    Requested requested;
    try {
      requested = new Requested.Ready(apply(application, requests, steps, log));
    } catch (OperationFailure e) {
      if (e.isForAnotherTry()) {
        throw e;
      }
      requested = new Requested.Failed(e);
    }
    Hook after = Hook.of(HookType.FLUXCD_REQUEST, Hook.POST, APPLY);
    lifecycle.call(application, after.with("rc", requested instanceof Requested.Ready), log);
    return requested;
  }

  /** What a plugin takes out goes after the rest is there. */
  private void removeWhatIsTakenOut(FluxManifests all, FluxManifests deployed)
      throws OperationFailure {
    for (HelmRelease release : all.releases()) {
      if (!deployed.releases().contains(release)) {
        try {
          engine.remove(release);
        } catch (HelmFailure e) {
          throw new OperationFailure(
              "Failed to remove helm release \"" + release.name() + "\": " + e.getMessage(), e);
        }
      }
    }
  }

  private void begin(List<ReleaseRequest> requests) throws OperationFailure {
    try {
      for (ReleaseRequest request : requests) {
        registryKey.copyInto(request.release().releaseNamespace());
      }
      engine.begin(requests);
    } catch (HelmFailure e) {
      throw new OperationFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns the notes of the charts. */
  private String apply(
      Application application, List<ReleaseRequest> requests, Steps steps, OperationLog log)
      throws OperationFailure, IOException {
    steps.say(ProgressText.overall("Applying app " + application.name() + ".", 0, requests.size()));
    begin(requests);
    List<String> notes = new ArrayList<>();
    for (int done = 0; done < requests.size(); done++) {
      ReleaseRequest request = requests.get(done);
      HelmRelease release = request.release();
      try {
        notes.add(waiting.until(release, () -> engine.apply(request), steps));
      } catch (HelmFailure e) {
        throw new OperationFailure(
            "Failed to apply helm release \"" + release.name() + "\": " + e.getMessage(), e);
      }
      lifecycle.call(
          application,
          Hook.of(HookType.FLUXCD_REQUEST, Hook.STATUS, APPLY).with("release", release.name()),
          log);
      String text =
          "Applying app %s. Chart %s applied.".formatted(application.name(), release.name());
      steps.say(ProgressText.overall(text, done + 1, requests.size()));
    }
    return notes.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("\n\n"));
  }
}
