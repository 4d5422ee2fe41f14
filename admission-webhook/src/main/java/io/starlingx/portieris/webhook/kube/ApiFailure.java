/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** The words for a request to the API server that failed. */
final class ApiFailure {

  private ApiFailure() {}

  /** The API server's own message, else what kept the request from being answered. */
  static String cause(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "the API server cannot be reached (" + root.getClass().getSimpleName() + ")";
  }
}
