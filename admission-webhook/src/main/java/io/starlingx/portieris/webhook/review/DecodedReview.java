/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

/** What the body of a request turned out to be. */
sealed interface DecodedReview {

  /**
   * A review.
   *
   * @param apiVersion to be echoed; empty when the body states none
   * @param kind to be echoed; empty when the body states none
   */
  record Review(String apiVersion, String kind, AdmissionRequest request) implements DecodedReview {
    public Review {
      requireNonNull(apiVersion, "apiVersion");
      requireNonNull(kind, "kind");
      requireNonNull(request, "request");
    }
  }

  /**
   * No review.
   *
   * @param message for people
   */
  record Unusable(String message) implements DecodedReview {
    public Unusable {
      requireNonNull(message, "message");
    }
  }
}
