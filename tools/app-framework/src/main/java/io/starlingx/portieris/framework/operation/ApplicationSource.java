/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import io.starlingx.portieris.framework.store.Acceptance;
import java.io.IOException;

/** The applications that come with the platform. */
@FunctionalInterface
public interface ApplicationSource {

  /** Takes in the newest that satisfies a need, for this process to carry on; refuses if none. */
  Acceptance take(Alternative needed) throws IOException;
}
