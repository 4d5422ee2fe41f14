/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.bundle;

import java.util.List;
import java.util.Locale;

/**
 * How far the update of all applications is.
 *
 * @param updated names of those that have another version now
 * @param failed names of those that could not be updated
 */
public record UpdateStatus(Phase phase, List<String> updated, List<String> failed) {

  /** Nothing has been asked for. */
  static final UpdateStatus NONE = new UpdateStatus(Phase.COMPLETED, List.of(), List.of());

  static final UpdateStatus BEGUN = new UpdateStatus(Phase.IN_PROGRESS, List.of(), List.of());

  public UpdateStatus {
    updated = List.copyOf(updated);
    failed = List.copyOf(failed);
  }

  /** Where it stands. */
  public enum Phase {
    IN_PROGRESS,
    COMPLETED,
    FAILED;

    /** The name as the platform tells it, for example {@code in_progress}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
