/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.store.Application;

/**
 * One update under way.
 *
 * @param application the new version
 * @param former the version that was applied before
 */
record UpdateAttempt(Application application, Application former, Steps steps, OperationLog log) {

  /** What every progress text of it begins with. */
  String text() {
    return "Application update from version "
        + former.version()
        + " to version "
        + application.version();
  }

  /** Whether the new version is the older one. */
  boolean isDowngrade() {
    return LooseVersion.of(application.version()).compareTo(LooseVersion.of(former.version())) < 0;
  }
}
