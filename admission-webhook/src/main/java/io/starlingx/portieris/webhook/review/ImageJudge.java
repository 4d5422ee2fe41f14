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

  /**
   * The decision to let an image pass, if all that it needs is remembered. Asks nobody and begins
   * nothing: it is called for every image of every review, however many there are.
   */
  default Optional<ImageDecision> known(ImageQuery query, RequestContext context) {
    return Optional.empty();
  }
}
