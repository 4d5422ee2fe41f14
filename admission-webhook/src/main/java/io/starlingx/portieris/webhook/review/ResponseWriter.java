/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.starlingx.portieris.webhook.review.AdmissionResponse.Admitted;
import io.starlingx.portieris.webhook.review.AdmissionResponse.Denied;
import java.io.IOException;
import java.util.Base64;
import java.util.List;

/**
 * Writes an AdmissionReview that holds a response.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response">AdmissionReview
 *     response</a>
 */
final class ResponseWriter {

  private static final int TOO_MANY_REQUESTS = 429;

  /** Characters of a response without its longest parts, and of most patches. */
  private static final int USUAL_LENGTH = 512;

  private static final int PER_PATCH = 200;

  private ResponseWriter() {}

  /** The review as JSON; an empty {@code apiVersion} or {@code kind} is left out. */
  static byte[] write(String apiVersion, String kind, String uid, AdmissionResponse response) {
    return JsonText.of(
            length(response),
            json -> {
              json.writeStartObject();
              if (!kind.isEmpty()) {
                json.writeStringField("kind", kind);
              }
              if (!apiVersion.isEmpty()) {
                json.writeStringField("apiVersion", apiVersion);
              }
              json.writeObjectFieldStart("response");
              json.writeStringField("uid", uid);
              write(json, response);
              json.writeEndObject();
              json.writeEndObject();
            })
        .getBytes(UTF_8);
  }

  private static int length(AdmissionResponse response) {
    return switch (response) {
      case Admitted(List<ImagePatch> patches, List<String> w, AuditRecord audit) ->
          USUAL_LENGTH + 2 * PER_PATCH * patches.size() + audit.quotedImages().length();
      case Denied denied -> USUAL_LENGTH + 2 * denied.message().length();
    };
  }

  private static void write(JsonGenerator json, AdmissionResponse response) throws IOException {
    switch (response) {
      case Admitted(List<ImagePatch> patches, List<String> warnings, AuditRecord audit) -> {
        json.writeBooleanField("allowed", true);
        if (!patches.isEmpty()) {
          byte[] patch = patch(patches).getBytes(UTF_8);
          json.writeStringField("patch", Base64.getEncoder().encodeToString(patch));
          json.writeStringField("patchType", "JSONPatch");
        }
        write(json, warnings);
        write(json, audit);
      }
      case Denied denied -> {
        json.writeBooleanField("allowed", false);
        write(json, denied);
        write(json, denied.warnings());
        write(json, denied.audit());
      }
    }
  }

  private static String patch(List<ImagePatch> patches) {
    return JsonText.of(
        PER_PATCH * patches.size(),
        json -> {
          json.writeStartArray();
          for (ImagePatch patch : patches) {
            json.writeStartObject();
            json.writeStringField("op", "replace");
            json.writeStringField("path", patch.pointer());
            json.writeStringField("value", patch.image());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Denied denied) throws IOException {
    json.writeObjectFieldStart("status");
    json.writeStringField("status", "Failure");
    json.writeStringField("message", denied.message());
    json.writeStringField("reason", denied.reason());
    json.writeNumberField("code", denied.code());
    if (denied.code() == TOO_MANY_REQUESTS) {
      // Whoever asked the API server asks again by itself after so many seconds.
      json.writeObjectFieldStart("details");
      json.writeNumberField("retryAfterSeconds", 1);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, List<String> warnings) throws IOException {
    if (!warnings.isEmpty()) {
      json.writeArrayFieldStart("warnings");
      for (String warning : warnings) {
        json.writeString(warning);
      }
      json.writeEndArray();
    }
  }

  private static void write(JsonGenerator json, AuditRecord audit) throws IOException {
    if (!audit.quotedImages().isEmpty()) {
      json.writeObjectFieldStart("auditAnnotations");
      json.writeFieldName("images");
      json.writeRawValue(audit.quotedImages());
      json.writeEndObject();
    }
  }
}
