/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.store.ApplicationStatus;

/** How an update ended. */
sealed interface UpdateOutcome {

  /** The new version is applied, and its charts have this to say. */
  record Updated(String progress, String notes) implements UpdateOutcome {}

  /** The new version has failed and stays. */
  record Failed(String progress, String detail) implements UpdateOutcome {}

  /** The former version is to be in its place again, in that status. */
  record Recovered(ApplicationStatus status, String progress, String detail)
      implements UpdateOutcome {}
}
