/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.webhook.review.AdmissionResponse.Admitted;
import io.starlingx.portieris.webhook.review.AdmissionResponse.Denied;
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
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ResponseWriter() {}

  /** The review as JSON; an empty {@code apiVersion} or {@code kind} is left out. */
  static byte[] write(String apiVersion, String kind, String uid, AdmissionResponse response) {
    ObjectNode review = JSON.objectNode();
    if (!kind.isEmpty()) {
      review.put("kind", kind);
    }
    if (!apiVersion.isEmpty()) {
      review.put("apiVersion", apiVersion);
    }
    ObjectNode body = review.putObject("response");
    body.put("uid", uid);
    switch (response) {
      case Admitted(List<ImagePatch> patches, List<String> warnings, AuditRecord audit) -> {
        body.put("allowed", true);
        if (!patches.isEmpty()) {
          body.put("patch", Base64.getEncoder().encodeToString(bytes(patch(patches))));
          body.put("patchType", "JSONPatch");
        }
        putWarnings(body, warnings);
        putAudit(body, audit);
      }
      case Denied(
              int code,
              String reason,
              String message,
              List<String> warnings,
              AuditRecord audit) -> {
        body.put("allowed", false);
        ObjectNode status = body.putObject("status");
        status.put("status", "Failure");
        status.put("message", message);
        status.put("reason", reason);
        status.put("code", code);
        if (code == TOO_MANY_REQUESTS) {
          // Whoever asked the API server asks again by itself after so many seconds.
          status.putObject("details").put("retryAfterSeconds", 1);
        }
        putWarnings(body, warnings);
        putAudit(body, audit);
      }
    }
    return bytes(review);
  }

  private static ArrayNode patch(List<ImagePatch> patches) {
    ArrayNode operations = JSON.arrayNode();
    for (ImagePatch patch : patches) {
      operations
          .addObject()
          .put("op", "replace")
          .put("path", patch.pointer())
          .put("value", patch.image());
    }
    return operations;
  }

  private static void putWarnings(ObjectNode body, List<String> warnings) {
    if (!warnings.isEmpty()) {
      ArrayNode list = body.putArray("warnings");
      warnings.forEach(list::add);
    }
  }

  private static void putAudit(ObjectNode body, AuditRecord audit) {
    if (!audit.images().isEmpty()) {
      body.putObject("auditAnnotations").put("images", audit.images());
    }
  }

  private static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(UTF_8);
  }
}
