/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.cluster;

import java.io.Serial;

/** The API server does not answer, or refuses this user; the message says why. */
public final class ClusterUnreachableException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private static final String TEXT =
      "Kubernetes endpoints are not accessible for application operations";

  ClusterUnreachableException(String detail) {
    super(TEXT + " (" + detail + ")");
  }

  ClusterUnreachableException(String detail, Throwable cause) {
    super(TEXT + " (" + detail + ")", cause);
  }
}
