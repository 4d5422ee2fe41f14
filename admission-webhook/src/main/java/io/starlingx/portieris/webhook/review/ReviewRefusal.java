/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.webhook.review.AdmissionResponse.Denied;
import io.starlingx.portieris.webhook.review.ReviewDecoder.Beginning;
import java.util.Arrays;

/**
 * The denial of a request that was not decided.
 *
 * @param isReview whether it names the request, so that the API server takes it for an answer
 * @param body JSON
 */
@SuppressWarnings("ArrayRecordComponent") // written once, to the client
public record ReviewRefusal(boolean isReview, byte[] body) {

  private static final String UNDECODABLE = "bad request, unable to decode admission review body: ";

  private static final int START = 4 * 1024;

  public ReviewRefusal {
    requireNonNull(body, "body");
  }

  /**
   * Refuses a request.
   *
   * @param status the HTTP status that says why
   * @param message for people
   * @param start what is known of the request's body: the API server writes its uid first
   */
  public static ReviewRefusal of(int status, String message, byte[] start) {
    return written(
        status, status == 429 ? message + "\nreason: UNAVAILABLE" : UNDECODABLE + message, start);
  }

  /** Refuses a body that was read and cannot be used. */
  static ReviewRefusal unusable(String message, byte[] body) {
    return written(400, message, Arrays.copyOf(body, Math.min(body.length, START)));
  }

  private static ReviewRefusal written(int status, String text, byte[] start) {
    Beginning known = ReviewDecoder.beginning(start);
    return new ReviewRefusal(
        !known.uid().isEmpty(),
        ResponseWriter.write(
            known.apiVersion(), known.kind(), known.uid(), Denied.unread(status, text)));
  }
}
