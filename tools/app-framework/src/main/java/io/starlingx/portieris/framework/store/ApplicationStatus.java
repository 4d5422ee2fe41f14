/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.util.Locale;

/** Where an application stands; the names are those that {@code application-list} shows. */
public enum ApplicationStatus {
  UPLOADING,
  UPLOADED,
  UPLOAD_FAILED,
  APPLYING,
  APPLIED,
  APPLY_FAILED,
  REMOVING,
  REMOVE_FAILED,
  UPDATING,
  UPDATE_STARTING,
  RECOVERING,
  RESTORE_REQUESTED,
  INACTIVE;

  /** The name as shown and stored, for example {@code upload-failed}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The status of that text.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static ApplicationStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Whether an operation ended badly. */
  public boolean isFailure() {
    return this == UPLOAD_FAILED || this == APPLY_FAILED || this == REMOVE_FAILED;
  }
}
