/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.cluster.RegistryKey;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseEngine;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.store.Application;
import java.util.List;

/** Takes the releases of an application from the cluster, the last one first. */
final class RemoveOperation {

  private final ReleaseEngine engine;
  private final RegistryKey registryKey;

  RemoveOperation(ReleaseEngine engine, RegistryKey registryKey) {
    this.engine = engine;
    this.registryKey = registryKey;
  }

  /** Returns the final progress. */
  String run(Application application, Steps steps) throws OperationFailure {
    steps.say(ProgressText.DELETING_MANIFEST);
    try {
      List<HelmRelease> releases = FluxManifests.read(application.tree()).releases().reversed();
      for (int done = 0; done < releases.size(); done++) {
        HelmRelease release = releases.get(done);
        try {
          engine.remove(release);
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
    return ProgressText.COMPLETED;
  }
}
