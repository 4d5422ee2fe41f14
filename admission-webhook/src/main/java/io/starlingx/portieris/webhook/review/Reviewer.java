/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.http.Deadline;

/** Answers AdmissionReviews of one kind. Safe for use by any number of threads. */
@FunctionalInterface
public interface Reviewer {

  /**
   * The answer to the body of a request, an AdmissionReview in JSON; a body that holds no review is
   * answered with a denial without a uid. Never throws; returns by the deadline.
   */
  byte[] answer(byte[] body, Deadline deadline);

  /**
   * As {@link #answer(byte[], Deadline)}.
   *
   * @param traceParent the header of that name; empty without one
   */
  default byte[] answer(byte[] body, Deadline deadline, String traceParent) {
    return answer(body, deadline);
  }
}
