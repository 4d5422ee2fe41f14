/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.manifest;

import java.io.Serial;

/** The manifests of an application are not as the platform needs them; the message says where. */
public final class ManifestException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  public ManifestException(String message) {
    super(message);
  }

  ManifestException(String message, Throwable cause) {
    super(message, cause);
  }
}
