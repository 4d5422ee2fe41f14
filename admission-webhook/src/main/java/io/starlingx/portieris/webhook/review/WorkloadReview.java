/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.AdmissionResponse.Denied;

/** What deciding about a review needs of it. */
sealed interface WorkloadReview {

  /**
   * A review whose object is read and let go: many wait for verdicts at the same time, and what is
   * held of each counts.
   *
   * @param apiVersion to be echoed; empty when the body states none
   * @param kind to be echoed; empty when the body states none
   * @param request without its objects and who asks
   * @param object for those who watch
   * @param leavesSpecAsStored whether this is an update that changes nothing that was decided about
   */
  record Usable(
      String apiVersion,
      String kind,
      AdmissionRequest request,
      ReviewedObject object,
      boolean leavesSpecAsStored,
      WorkloadReading reading)
      implements WorkloadReview {
    public Usable {
      requireNonNull(apiVersion, "apiVersion");
      requireNonNull(kind, "kind");
      requireNonNull(request, "request");
      requireNonNull(object, "object");
      requireNonNull(reading, "reading");
    }
  }

  /**
   * No review.
   *
   * @param message for people
   */
  record Unusable(String message) implements WorkloadReview {
    public Unusable {
      requireNonNull(message, "message");
    }
  }

  /** Reads the body of a request, whatever it holds. */
  static WorkloadReview read(byte[] body, String traceParent) {
    return switch (ReviewDecoder.decodeWorkload(body)) {
      case DecodedReview.Unusable(String message) -> new Unusable(message);
      case DecodedReview.Review(String apiVersion, String kind, AdmissionRequest request) ->
          new Usable(
              apiVersion,
              kind,
              request.withoutObjects(),
              ReviewedObject.of(request, traceParent),
              isSupported(request) && request.leavesSpecAsStored(),
              reading(request));
    };
  }

  private static boolean isSupported(AdmissionRequest request) {
    return PodSpecPath.of(request.resource(), request.subResource()).isPresent();
  }

  private static WorkloadReading reading(AdmissionRequest request) {
    try {
      return WorkloadReader.read(request);
    } catch (RuntimeException e) {
      EventLog.of(WorkloadReview.class)
          .error("reading failed", EventLog.fields().with("uid", request.uid()), e);
      return new WorkloadReading.Refused(Denied.internalError());
    }
  }
}
