/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.http.Deadline;

/** Answers AdmissionReviews of one kind. Safe for use by any number of threads. */
@FunctionalInterface
public interface Reviewer {

  /**
   * The answer to a request; one that holds no review is answered with a denial without a uid.
   * Never throws; returns by the deadline.
   */
  byte[] answer(PostedReview posted, Deadline deadline);
}
