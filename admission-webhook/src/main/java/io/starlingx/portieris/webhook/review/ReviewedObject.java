/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The object of a review, as far as those who watch reviews need to know it. Absent text is empty.
 *
 * @param request the review's uid, which every log record about it carries
 * @param resource plural with group and version, and the subresource
 * @param name with what it begins where the API server has yet to complete it
 * @param uid of the object; empty when it does not exist yet
 * @param controller the object that made this one
 * @param traceParent the header of that name, as it came
 */
public record ReviewedObject(
    String request,
    String operation,
    String resource,
    String apiVersion,
    String kind,
    String namespace,
    String name,
    String uid,
    Optional<OwnerReference> controller,
    boolean dryRun,
    String traceParent) {
  public ReviewedObject {
    requireNonNull(request, "request");
    requireNonNull(operation, "operation");
    requireNonNull(resource, "resource");
    requireNonNull(apiVersion, "apiVersion");
    requireNonNull(kind, "kind");
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
    requireNonNull(uid, "uid");
    requireNonNull(controller, "controller");
    requireNonNull(traceParent, "traceParent");
  }

  static ReviewedObject of(AdmissionRequest request, String traceParent) {
    JsonNode object = request.object();
    return new ReviewedObject(
        request.uid(),
        request.operation(),
        request.resource() + (request.subResource().isEmpty() ? "" : "/" + request.subResource()),
        object.path("apiVersion").asText(""),
        object.path("kind").asText(""),
        request.namespace(),
        name(request),
        request.oldObject().path("metadata").path("uid").asText(""),
        OwnerReference.controller(object),
        request.dryRun(),
        traceParent);
  }

  private static String name(AdmissionRequest request) {
    JsonNode metadata = request.object().path("metadata");
    return request.name().isEmpty()
        ? metadata.path("name").asText(metadata.path("generateName").asText(""))
        : request.name();
  }
}
