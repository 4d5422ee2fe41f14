/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** The answer to one review. */
sealed interface AdmissionResponse {

  /**
   * The object may be stored.
   *
   * @param patches what must be changed first, in document order
   * @param warnings for whoever submitted the object
   */
  record Admitted(List<ImagePatch> patches, List<String> warnings, AuditRecord audit)
      implements AdmissionResponse {

    /** Nothing to change and nothing to say. */
    static final Admitted UNCHANGED = new Admitted(List.of(), List.of(), AuditRecord.NONE);

    public Admitted {
      patches = List.copyOf(patches);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The object must not be stored.
   *
   * @param code HTTP status for whoever submitted the object
   * @param reason the API's word for that status
   * @param message for people, several lines
   */
  record Denied(int code, String reason, String message, List<String> warnings, AuditRecord audit)
      implements AdmissionResponse {
    public Denied {
      requireNonNull(reason, "reason");
      requireNonNull(message, "message");
      warnings = List.copyOf(warnings);
    }

    static Denied forbidden(String message, List<String> warnings, AuditRecord audit) {
      return new Denied(403, "Forbidden", message, warnings, audit);
    }

    /** Refuses an object without having asked about its images. */
    static Denied forbidden(String message) {
      return forbidden(message, List.of(), AuditRecord.NONE);
    }

    /** Refuses a request that was not read. */
    static Denied unread(int code, String message) {
      String reason =
          switch (code) {
            case 408 -> "Timeout";
            case 413 -> "RequestEntityTooLarge";
            case 429 -> "TooManyRequests";
            default -> "BadRequest";
          };
      return new Denied(code, reason, message, List.of(), AuditRecord.NONE);
    }

    static Denied badRequest(String message) {
      return unread(400, message);
    }

    static Denied internalError() {
      return new Denied(
          500,
          "InternalError",
          "internal error, see the log of the webhook",
          List.of(),
          AuditRecord.NONE);
    }
  }
}
