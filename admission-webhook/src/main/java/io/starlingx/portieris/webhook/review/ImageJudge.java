/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.http.RequestContext;
import java.util.Optional;

/** Decides about one image. */
@FunctionalInterface
public interface ImageJudge {

  /** Never throws; returns by the deadline. */
  ImageDecision decide(ImageQuery query, RequestContext context);

  /** The decision to let an image pass, if there is one for which nobody need wait. */
  default Optional<ImageDecision> known(ImageQuery query, RequestContext context) {
    return Optional.empty();
  }
}
