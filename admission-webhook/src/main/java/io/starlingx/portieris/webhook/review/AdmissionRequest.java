/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What the API server asks about. Absent text is empty.
 *
 * @param subResource {@code ephemeralcontainers}, or empty for the object itself
 * @param name empty when the API server has yet to generate it
 * @param object as submitted; missing when the request holds none
 * @param oldObject as stored; missing or null unless the operation is UPDATE
 */
record AdmissionRequest(
    String uid,
    GroupVersionResource resource,
    String subResource,
    String namespace,
    String name,
    String operation,
    boolean dryRun,
    Requester requester,
    JsonNode object,
    JsonNode oldObject) {
  AdmissionRequest {
    requireNonNull(uid, "uid");
    requireNonNull(resource, "resource");
    requireNonNull(subResource, "subResource");
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
    requireNonNull(operation, "operation");
    requireNonNull(requester, "requester");
    requireNonNull(object, "object");
    requireNonNull(oldObject, "oldObject");
  }

  /**
   * Whether this is an update that leaves the spec as it is stored, however the rest changes: what
   * was admitted once, or stored before the webhook came, need not be asked about again.
   */
  boolean leavesSpecAsStored() {
    JsonNode spec = object.path("spec");
    return operation.equals("UPDATE") && spec.isObject() && spec.equals(oldObject.path("spec"));
  }

  /** The same, all but what is to be stored and what is, and who asks: they may be long. */
  AdmissionRequest withoutObjects() {
    return new AdmissionRequest(
        uid,
        resource,
        subResource,
        namespace,
        name,
        operation,
        dryRun,
        Requester.UNKNOWN,
        MissingNode.getInstance(),
        MissingNode.getInstance());
  }

  /** The same with other objects, or parts of these. */
  AdmissionRequest withObjects(JsonNode other, JsonNode otherOld) {
    return new AdmissionRequest(
        uid, resource, subResource, namespace, name, operation, dryRun, requester, other, otherOld);
  }
}
