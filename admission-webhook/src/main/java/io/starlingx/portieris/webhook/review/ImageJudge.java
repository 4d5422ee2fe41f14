/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.http.RequestContext;

/** Decides about one image: {@link io.starlingx.portieris.trust.ImageTrust#decide}. */
@FunctionalInterface
public interface ImageJudge {

  /** Never throws; returns by the deadline. */
  ImageDecision decide(ImageQuery query, RequestContext context);
}
