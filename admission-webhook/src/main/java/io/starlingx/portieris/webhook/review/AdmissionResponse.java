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
  record Admitted(List<ImagePatch> patches, List<String> warnings) implements AdmissionResponse {
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
  record Denied(int code, String reason, String message, List<String> warnings)
      implements AdmissionResponse {
    public Denied {
      requireNonNull(reason, "reason");
      requireNonNull(message, "message");
      warnings = List.copyOf(warnings);
    }

    static Denied forbidden(String message, List<String> warnings) {
      return new Denied(403, "Forbidden", message, warnings);
    }

    static Denied badRequest(String message) {
      return new Denied(400, "BadRequest", message, List.of());
    }

    static Denied internalError() {
      return new Denied(
          500, "InternalError", "internal error, see the log of the webhook", List.of());
    }
  }
}
