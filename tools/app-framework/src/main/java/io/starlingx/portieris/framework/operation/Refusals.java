/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/** Reasons in an application's own metadata to refuse an operation on it. */
public final class Refusals {

  private final UploadChecks checks;

  public Refusals(UploadChecks checks) {
    this.checks = checks;
  }

  /**
   * Whether the platform takes care of the application by itself; not if its files are unreadable.
   */
  public boolean isPlatformManaged(Application application) {
    try {
      return metadata(application).map(m -> m.behavior().platformManaged()).orElse(false);
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** The application does not run on that version of Kubernetes. */
  public Optional<String> incompatible(Application application, String kubernetes) {
    return metadata(application)
        .flatMap(AppMetadata::kubernetes)
        .filter(bounds -> !KubernetesVersion.of(kubernetes).isWithin(bounds))
        .map(
            bounds ->
                "The application %s (%s) is incompatible with the current Kubernetes version %s."
                    .formatted(application.name(), application.version(), kubernetes));
  }

  /** The application forbids that operation by hand. */
  public Optional<String> forbidden(Application application, String operation) {
    return metadata(application)
        .filter(m -> m.behavior().forbiddenOperations().contains(operation))
        .map(
            m ->
                operation.substring(0, 1).toUpperCase(Locale.ROOT)
                    + operation.substring(1)
                    + " is disabled for this version of "
                    + application.name());
  }

  /** The application's status does not allow to delete it. */
  public static Optional<String> notDeletable(Application application) {
    ApplicationStatus status = application.status();
    return status == ApplicationStatus.UPLOADED || status == ApplicationStatus.UPLOAD_FAILED
        ? Optional.empty()
        : notAllowed(status);
  }

  /** The application's status does not allow to abort, for nothing is under way. */
  public static Optional<String> notAbortable(Application application) {
    ApplicationStatus status = application.status();
    return switch (status) {
      case APPLYING, UPDATING, REMOVING -> Optional.empty();
      default -> notAllowed(status);
    };
  }

  private static Optional<String> notAllowed(ApplicationStatus status) {
    return Optional.of(
        "operation is not allowed while the current status is " + status.text() + ".");
  }

  private Optional<AppMetadata> metadata(Application application) {
    try {
      return checks.metadata(application.tree());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
