/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.cluster.RegistryKey;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseEngine;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.plugin.Hook;
import io.starlingx.portieris.framework.plugin.Hook.HookType;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.OperationKind;
import java.io.IOException;
import java.util.List;

/** Takes the releases of an application from the cluster, the last one first. */
final class RemoveOperation {

  private static final String REMOVE = OperationKind.REMOVE.text();

  private final ReleaseEngine engine;
  private final EngineWait waiting;
  private final RegistryKey registryKey;
  private final Lifecycle lifecycle;

  RemoveOperation(
      ReleaseEngine engine, EngineWait waiting, RegistryKey registryKey, Lifecycle lifecycle) {
    this.engine = engine;
    this.waiting = waiting;
    this.registryKey = registryKey;
    this.lifecycle = lifecycle;
  }

  /** Returns the final progress. */
  String run(Application application, Steps steps, OperationLog log)
      throws OperationFailure, IOException {
    steps.say(ProgressText.DELETING_MANIFEST);
    lifecycle.call(application, Hook.of(HookType.FLUXCD_REQUEST, Hook.PRE, REMOVE), log);
    Hook after = Hook.of(HookType.FLUXCD_REQUEST, Hook.POST, REMOVE);
    try {
      removeReleases(application, steps);
    } catch (OperationFailure e) {
      lifecycle.tell(application, after.with("rc", false), log);
      throw e;
    }
    lifecycle.call(application, after.with("rc", true), log);
    lifecycle.call(application, Hook.of(HookType.RESOURCE, Hook.POST, REMOVE), log);
    return ProgressText.COMPLETED;
  }

  private void removeReleases(Application application, Steps steps) throws OperationFailure {
    try {
      List<HelmRelease> releases = FluxManifests.read(application.tree()).releases().reversed();
      for (int done = 0; done < releases.size(); done++) {
        HelmRelease release = releases.get(done);
        try {
          waiting.until(
              release,
              () -> {
                engine.remove(release);
                return release;
              },
              steps);
          registryKey.deleteFrom(release.releaseNamespace());
        } catch (HelmFailure e) {
          throw new OperationFailure(
              "Failed to remove helm release \"" + release.name() + "\": " + e.getMessage(), e);
        }
        String text =
            "Deleting app %s. Chart %s deleted.".formatted(application.name(), release.name());
        steps.say(ProgressText.overall(text, done + 1, releases.size()));
      }
    } catch (ManifestException e) {
      throw new OperationFailure(String.valueOf(e.getMessage()), e);
    }
  }
}
