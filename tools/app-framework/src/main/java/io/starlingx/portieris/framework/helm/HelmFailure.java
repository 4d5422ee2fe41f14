/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.framework.cluster.Cluster;
import java.io.Serial;

/** Helm could not do what it was asked; the message is Helm's own. */
public final class HelmFailure extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  public HelmFailure(String message, Throwable cause) {
    super(message, cause);
  }

  static HelmFailure of(RuntimeException e) {
    String text =
        e instanceof KubernetesClientException refused ? Cluster.reason(refused) : e.getMessage();
    return new HelmFailure(text == null ? e.toString() : text.strip(), e);
  }
}
