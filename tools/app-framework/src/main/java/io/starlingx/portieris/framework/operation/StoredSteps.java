/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.store.Operations;

/** Steps that everybody can read of, and that somebody may end. */
record StoredSteps(Operations operations, long applicationId, OperationLog log, Progress listener)
    implements Steps {

  @Override
  public void say(String text) throws OperationFailure {
    if (isAborted()) {
      throw new OperationFailure(ProgressText.ABORTED_BY_USER);
    }
    String line = ProgressText.limited(text);
    operations.progress(applicationId, line);
    log.write(line);
    listener.say(line);
  }

  @Override
  public boolean isAborted() {
    return operations.isAborted(applicationId);
  }

  @Override
  public void heldUpBy(String text) {
    log.write("waiting for " + text);
    listener.heldUpBy(text);
  }
}
