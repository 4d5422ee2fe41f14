/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ValuesMerge;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.ChartOverride;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Whether an application is to be applied again because its overrides have changed since: only if
 * its metadata asks for that, by the trigger {@code on-demand-reapply}.
 */
public final class ReapplyCheck {

  private static final String TRIGGER = "on-demand-reapply";

  private final UploadChecks checks;
  private final ApplicationStore store;
  private final MergedOverrides overrides = new MergedOverrides(new ValuesMerge());

  public ReapplyCheck(ApplicationStore store, UploadChecks checks) {
    this.checks = checks;
    this.store = store;
  }

  /**
   * Whether it is; never for an application that is not applied.
   *
   * @throws IOException when the application's files cannot be read, or the overrides not be merged
   */
  public boolean isDue(Application application) throws IOException {
    return application.status() == ApplicationStatus.APPLIED
        && checks.metadata(application.tree()).filter(ReapplyCheck::isAsked).isPresent()
        && isChanged(application);
  }

  private static boolean isAsked(AppMetadata metadata) {
    return metadata.behavior().reapplyTriggers().contains(TRIGGER);
  }

  private boolean isChanged(Application application) throws IOException {
    List<ChartOverride> charts = store.overrides().of(application.id());
    try {
      for (HelmRelease release : FluxManifests.read(application.tree()).releases()) {
        String applied = Files.readString(release.systemOverrides());
        if (!overrides.of(charts, release).equals(applied)) {
          return true;
        }
      }
      return false;
    } catch (ManifestException | HelmFailure e) {
      throw new IOException(application.name() + ": " + e.getMessage(), e);
    }
  }
}
