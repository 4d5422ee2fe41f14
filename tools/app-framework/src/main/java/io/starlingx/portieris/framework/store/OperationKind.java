/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import static io.starlingx.portieris.framework.store.ApplicationStatus.APPLIED;
import static io.starlingx.portieris.framework.store.ApplicationStatus.APPLYING;
import static io.starlingx.portieris.framework.store.ApplicationStatus.APPLY_FAILED;
import static io.starlingx.portieris.framework.store.ApplicationStatus.REMOVE_FAILED;
import static io.starlingx.portieris.framework.store.ApplicationStatus.REMOVING;
import static io.starlingx.portieris.framework.store.ApplicationStatus.UPDATING;
import static io.starlingx.portieris.framework.store.ApplicationStatus.UPLOADED;
import static io.starlingx.portieris.framework.store.ApplicationStatus.UPLOADING;
import static io.starlingx.portieris.framework.store.ApplicationStatus.UPLOAD_FAILED;

import java.util.Locale;
import java.util.Optional;

/** An operation that goes on after its acceptance, and the statuses it leads through. */
public enum OperationKind {
  UPLOAD(UPLOADING, UPLOADED, UPLOAD_FAILED),
  APPLY(APPLYING, APPLIED, APPLY_FAILED),
  REMOVE(REMOVING, UPLOADED, REMOVE_FAILED),
  UPDATE(UPDATING, APPLIED, APPLY_FAILED);

  private final ApplicationStatus running;
  private final ApplicationStatus success;
  private final ApplicationStatus failure;

  OperationKind(ApplicationStatus running, ApplicationStatus success, ApplicationStatus failure) {
    this.running = running;
    this.success = success;
    this.failure = failure;
  }

  /** The name within texts and commands, for example {@code apply}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status from acceptance to end. */
  public ApplicationStatus running() {
    return running;
  }

  /** The status after success. */
  public ApplicationStatus success() {
    return success;
  }

  /** The status after failure. */
  public ApplicationStatus failure() {
    return failure;
  }

  /** Why this operation may not start in that status; empty when it may. */
  public Optional<String> refusal(ApplicationStatus current) {
    if (mayStartIn(current)) {
      return Optional.empty();
    }
    if (this == UPDATE && current == UPDATING) {
      return Optional.of("update is already in progress.");
    }
    return Optional.of(
        this == APPLY && current == APPLYING
            ? "install/update is already in progress."
            : "operation is not allowed while the current status is " + current.text() + ".");
  }

  private boolean mayStartIn(ApplicationStatus current) {
    return switch (this) {
      case UPLOAD -> false;
      case APPLY -> current == UPLOADED || current == APPLIED || current == APPLY_FAILED;
      case UPDATE -> current == APPLIED;
      case REMOVE -> current == APPLIED || current == APPLY_FAILED || current == REMOVE_FAILED;
    };
  }
}
