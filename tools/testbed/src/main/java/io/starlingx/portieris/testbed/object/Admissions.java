/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.object;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What an API server, and whatever it asks, says of an object that is not there yet. */
public final class Admissions {

  private Admissions() {}

  /** Whether the object would be created; nothing is stored. */
  public static boolean isAdmitted(KubernetesClient client, HasMetadata object) {
    try {
      client.resource(object).dryRun().create();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /**
   * Why the object cannot be created, in the API server's words.
   *
   * @throws IllegalStateException if it was created
   */
  public static String refusal(KubernetesClient client, HasMetadata object) {
    try {
      client.resource(object).create();
    } catch (KubernetesClientException e) {
      return e.getStatus() == null ? String.valueOf(e.getMessage()) : e.getStatus().getMessage();
    }
    throw new IllegalStateException("it was created: " + object.getKind());
  }
}
