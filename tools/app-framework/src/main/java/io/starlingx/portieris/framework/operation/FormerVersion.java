/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.wheel.PluginLifecycle.ReplacedRelease;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseEngine;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.store.Application;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes away what one version of an application has on the cluster and another has not. */
final class FormerVersion {

  private record Release(String namespace, String name) {
    static Release of(HelmRelease release) {
      return new Release(release.releaseNamespace(), release.releaseName());
    }
  }

  private final ReleaseEngine engine;

  FormerVersion(ReleaseEngine engine) {
    this.engine = engine;
  }

  /** Whether its releases have to be suspended before it is replaced. */
  boolean isReconciled() {
    return engine.isReconciling();
  }

  /** Lets nothing change its releases meanwhile. */
  void suspend(Application former) throws ManifestException, HelmFailure {
    engine.suspend(FluxManifests.read(former.tree()).releases());
  }

  /** Removes the releases of {@code former} that {@code current} does not have, the last first. */
  void removeWhatIsNotIn(Application current, Application former)
      throws ManifestException, HelmFailure {
    Set<Release> kept =
        FluxManifests.read(current.tree()).releases().stream()
            .map(Release::of)
            .collect(Collectors.toSet());
    for (HelmRelease release : FluxManifests.read(former.tree()).releases().reversed()) {
      if (!kept.contains(Release.of(release))) {
        engine.remove(release);
      }
    }
  }

  /** Removes those releases of {@code former} whose objects the new version has in another one. */
  void removeReplaced(Application former, List<ReplacedRelease> replaced)
      throws ManifestException, HelmFailure {
    Set<Release> names =
        replaced.stream()
            .map(release -> new Release(release.namespace(), release.release()))
            .collect(Collectors.toSet());
    for (HelmRelease release : FluxManifests.read(former.tree()).releases()) {
      if (names.contains(Release.of(release))) {
        engine.remove(release);
      }
    }
  }
}
