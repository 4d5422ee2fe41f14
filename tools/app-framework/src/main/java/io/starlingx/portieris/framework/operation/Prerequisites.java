/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import io.starlingx.portieris.framework.store.ApplicationStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The applications that one wants applied before itself: {@code dependent_apps} of its metadata.
 */
final class Prerequisites {

  private static final String APPLY = "apply";
  private static final Set<String> NEEDED = Set.of(APPLY, "error");

  private final ApplicationStore store;
  private final UploadChecks checks;

  Prerequisites(ApplicationStore store, UploadChecks checks) {
    this.store = store;
    this.checks = checks;
  }

  /**
   * Those that are uploaded, are not applied, and are to be applied on the way.
   *
   * @throws OperationFailure when an application that is not applied needs itself in the end
   */
  List<Application> of(Application application) throws OperationFailure, IOException {
    if (leadsTo(application, application.name(), new HashSet<>())) {
      throw new OperationFailure("Circular dependency detected.");
    }
    List<Application> found = new ArrayList<>();
    for (Alternative needed : unmet(application)) {
      if (needed.action().equals(APPLY)) {
        store
            .find(needed.name())
            .filter(a -> a.version().matches(needed.version()))
            .filter(Prerequisites::isApplicable)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private static boolean isApplicable(Application application) {
    return application.status() == ApplicationStatus.UPLOADED
        || application.status() == ApplicationStatus.APPLY_FAILED;
  }

  private boolean leadsTo(Application from, String name, Set<String> seen) throws IOException {
    for (Alternative needed : unmet(from)) {
      if (needed.name().equals(name)) {
        return true;
      }
      Optional<Application> next = store.find(needed.name());
      if (next.isPresent() && seen.add(needed.name()) && leadsTo(next.get(), name, seen)) {
        return true;
      }
    }
    return false;
  }

  private List<Alternative> unmet(Application application) throws IOException {
    return checks
        .metadata(application.tree())
        .map(metadata -> DependentApps.of(metadata, store.list()).unmet())
        .orElse(List.of())
        .stream()
        .flatMap(dependency -> dependency.alternatives().stream())
        .filter(alternative -> NEEDED.contains(alternative.action()))
        .toList();
  }
}
