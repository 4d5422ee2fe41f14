/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.view.PythonText;
import java.util.List;
import java.util.Optional;

/** The ways in which an application may be applied; only one application has any. */
public final class ApplyMode {

  private static final String OPENSTACK = "stx-openstack";
  private static final List<String> MODES = List.of("restore_db", "restore_storage", "normal");

  private ApplyMode() {}

  /**
   * Why the application cannot be applied so.
   *
   * @param mode empty for none
   */
  public static Optional<String> refusal(String application, String mode) {
    if (mode.isEmpty()) {
      return Optional.empty();
    }
    if (!application.equals(OPENSTACK)) {
      return Optional.of("Mode is not supported for app " + application + ".");
    }
    return MODES.contains(mode)
        ? Optional.empty()
        : Optional.of(
            "Mode %s for app %s is not valid. Valid modes are %s."
                .formatted(mode, application, PythonText.list(MODES)));
  }
}
