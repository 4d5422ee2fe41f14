/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.http.RequestContext;

/** Finds the credentials that a workload pulls its images with. */
@FunctionalInterface
public interface PullSecretSource {

  /** Never throws on anything that the API server or the network does; returns by the deadline. */
  PullCredentials credentials(PodIdentity pod, RequestContext context);
}
