/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Settles operations whose process has ended before they did, as the platform's conductor does when
 * it starts. Every command does this first, so nothing stays in progress for ever.
 */
public final class InterruptedOperations {

  private final ApplicationStore store;
  private final Predicate<Application> platformManaged;

  /**
   * @param platformManaged whether the platform itself takes care of an application. Such a one
   *     returns to {@code uploaded}, except from an interrupted upload: its files are incomplete
   */
  public InterruptedOperations(ApplicationStore store, Predicate<Application> platformManaged) {
    this.store = store;
    this.platformManaged = platformManaged;
  }

  /** Settles them, and tells the applications that were concerned. */
  public List<Application> settle() {
    List<Application> settled = new ArrayList<>();
    for (Operation operation : store.operations().all()) {
      if (!operation.owner().isAlive()) {
        store
            .byId(operation.applicationId())
            .flatMap(application -> settle(operation, application))
            .ifPresent(settled::add);
      }
    }
    return settled;
  }

  private Optional<Application> settle(Operation operation, Application application) {
    OperationKind kind = operation.kind();
    if (kind == OperationKind.UPDATE && !store.versions().isApplying(application.id())) {
      String text = text(kind, application.status(), ApplicationStatus.APPLIED);
      store.failures().record(application, kind, text, "[]");
      return store.versions().restore(operation, ApplicationStatus.APPLIED, text);
    }
    boolean again =
        kind != OperationKind.UPLOAD
            && kind != OperationKind.UPDATE
            && platformManaged.test(application);
    ApplicationStatus status = again ? ApplicationStatus.UPLOADED : kind.failure();
    String text = text(kind, application.status(), status);
    store.failures().record(application, kind, text, "[]");
    boolean isActive = kind != OperationKind.REMOVE && application.active();
    return store.operations().finish(operation, status, text, isActive);
  }

  private static String text(
      OperationKind kind, ApplicationStatus before, ApplicationStatus after) {
    return "Unexpected process termination while application-%s was in progress. The application status has changed from '%s' to '%s'."
        .formatted(kind.text(), before.text(), after.text());
  }
}
