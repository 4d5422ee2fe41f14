/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.http.Deadline;

/** Answers AdmissionReviews of one kind. Safe for use by any number of threads. */
@FunctionalInterface
public interface Reviewer {

  /**
   * The answer to a request; one that holds no review is answered with a denial, with the uid if
   * that can be read. Returns by the deadline.
   *
   * @throws BusyException before anything is decided; nothing else is thrown
   */
  byte[] answer(PostedReview posted, Deadline deadline);
}
