/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.AdmissionResponse.Admitted;
import io.starlingx.portieris.webhook.review.AdmissionResponse.Denied;

/**
 * Keeps the label that switches image checks off in a namespace to those who may set it. Whoever
 * may not can still remove it, and change whatever else a labelled namespace holds.
 */
public final class NamespaceGuard implements Reviewer {

  /** The label, and its value that counts. */
  static final String LABEL = "securityenforcement.admission.cloud.ibm.com/namespace";

  static final String SKIP = "skip";

  private static final EventLog LOG = EventLog.of(NamespaceGuard.class);

  private final SkipPermission permission;

  public NamespaceGuard(SkipPermission permission) {
    this.permission = requireNonNull(permission, "permission");
  }

  @Override
  public byte[] answer(PostedReview posted, Deadline deadline) {
    return switch (posted.read(deadline, NamespaceGuard::labels)) {
      case DecodedReview.Unusable(String message) -> posted.refusal(message);
      case DecodedReview.Review(String apiVersion, String kind, AdmissionRequest request) ->
          ResponseWriter.write(apiVersion, kind, request.uid(), safely(request, deadline));
    };
  }

  /** Of the namespaces, the label alone: while the API server is asked nothing else is held. */
  private static DecodedReview labels(byte[] body) {
    return switch (ReviewDecoder.decode(body)) {
      case DecodedReview.Unusable unusable -> unusable;
      case DecodedReview.Review(String apiVersion, String kind, AdmissionRequest request) ->
          new DecodedReview.Review(
              apiVersion,
              kind,
              request.withObjects(label(request.object()), label(request.oldObject())));
    };
  }

  private static JsonNode label(JsonNode namespace) {
    return TextNode.valueOf(namespace.path("metadata").path("labels").path(LABEL).asText(""));
  }

  private AdmissionResponse safely(AdmissionRequest request, Deadline deadline) {
    try {
      return decide(request, deadline);
    } catch (RuntimeException e) {
      LOG.error("deciding about a namespace failed", about(request), e);
      return Denied.internalError();
    }
  }

  private AdmissionResponse decide(AdmissionRequest request, Deadline deadline) {
    if (!request.resource().group().isEmpty()
        || !request.resource().resource().equals("namespaces")) {
      return Denied.forbidden("only namespaces are decided here");
    }
    if (!skips(request.object()) || skips(request.oldObject())) {
      return Admitted.UNCHANGED;
    }
    return switch (permission.of(request.requester(), deadline)) {
      case SkipPermission.Answer.Allowed allowed -> {
        LOG.warn("image checks switched off", about(request));
        yield Admitted.UNCHANGED;
      }
      case SkipPermission.Answer.Refused refused -> denied(request, "");
      case SkipPermission.Answer.Unknown(String cause) ->
          denied(request, "\nwhether you may could not be learned: " + cause);
    };
  }

  private static Denied denied(AdmissionRequest request, String cause) {
    LOG.warn("image checks stay on", about(request).with("cause", cause.strip()));
    return Denied.forbidden(
        "Deny namespace \""
            + Printable.text(request.name())
            + "\": the label "
            + LABEL
            + "="
            + SKIP
            + " switches image checks off; setting it needs the verb \"skip\" on"
            + " clusterimagepolicies.portieris.cloud.ibm.com"
            + cause);
  }

  private static boolean skips(JsonNode label) {
    return label.asText("").equals(SKIP);
  }

  private static EventLog.Fields about(AdmissionRequest request) {
    return EventLog.fields()
        .with("uid", request.uid())
        .with("namespace", request.name())
        .with("user", Printable.text(request.requester().username()));
  }
}
