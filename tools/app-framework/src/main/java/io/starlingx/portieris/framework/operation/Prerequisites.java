/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import io.starlingx.portieris.app.upload.AppMetadata.Dependency;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The applications that one needs before itself: {@code dependent_apps} of its metadata. */
final class Prerequisites {

  private final ApplicationStore store;
  private final UploadChecks checks;

  Prerequisites(ApplicationStore store, UploadChecks checks) {
    this.store = store;
    this.checks = checks;
  }

  /** Brings an application to the cluster. */
  @FunctionalInterface
  interface Installer {

    /** Returns whether an application that satisfies the need is applied now. */
    boolean install(Alternative needed) throws OperationFailure, IOException;
  }

  /**
   * Applies those that are to be applied on the way; of alternatives, the first that can be.
   *
   * @throws OperationFailure when an application that is not applied needs itself in the end, or
   *     one that is required is not applied after this
   */
  void satisfy(Application application, Installer installer) throws OperationFailure, IOException {
    if (leadsTo(application, application.name(), new HashSet<>())) {
      throw new OperationFailure("Circular dependency detected.");
    }
    for (Dependency dependency : missing(application).applicable().unmet()) {
      for (Alternative needed : dependency.alternatives()) {
        if (installer.install(needed)) {
          break;
        }
      }
    }
    DependentApps required = missing(application).required();
    if (!required.isEmpty()) {
      throw new OperationFailure(
          "This app depends on the following missing apps: "
              + required.text()
              + ". Please install them and try to apply again.");
    }
  }

  private boolean leadsTo(Application from, String name, Set<String> seen) throws IOException {
    for (Dependency dependency : missing(from).required().unmet()) {
      for (Alternative needed : dependency.alternatives()) {
        if (needed.name().equals(name)) {
          return true;
        }
        Optional<Application> next = store.find(needed.name());
        if (next.isPresent() && seen.add(needed.name()) && leadsTo(next.get(), name, seen)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Those that are not applied. */
  DependentApps missing(Application application) throws IOException {
    return checks
        .metadata(application.tree())
        .map(metadata -> DependentApps.of(metadata, store.list()))
        .orElse(new DependentApps(List.of()));
  }
}
