/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * As whom a pod pulls its images.
 *
 * @param pullSecrets names in the pod spec, in order; when empty, the service account's count
 * @param serviceAccount never empty
 */
public record PodIdentity(String namespace, List<String> pullSecrets, String serviceAccount) {
  public PodIdentity {
    requireNonNull(namespace, "namespace");
    requireNonNull(serviceAccount, "serviceAccount");
    pullSecrets = List.copyOf(pullSecrets);
  }
}
