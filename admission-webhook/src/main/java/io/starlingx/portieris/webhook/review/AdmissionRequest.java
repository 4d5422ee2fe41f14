/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the API server asks about. Absent text is empty.
 *
 * @param subResource {@code ephemeralcontainers}, or empty for the object itself
 * @param name empty when the API server has yet to generate it
 * @param object as submitted; missing when the request holds none
 */
record AdmissionRequest(
    String uid,
    GroupVersionResource resource,
    String subResource,
    String namespace,
    String name,
    String operation,
    boolean dryRun,
    JsonNode object) {
  AdmissionRequest {
    requireNonNull(uid, "uid");
    requireNonNull(resource, "resource");
    requireNonNull(subResource, "subResource");
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
    requireNonNull(operation, "operation");
    requireNonNull(object, "object");
  }
}
