/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import static java.util.Objects.requireNonNull;

/**
 * A request that an API server has answered, by what decides whether somebody may send it.
 *
 * @param verb as in RBAC
 * @param resource {@code group/plural} or, of the core group, {@code plural}, and {@code
 *     /subresource} where there is one; the path of what is no resource
 * @param namespace empty for what has none
 * @param name empty where the request names no object
 * @param status of HTTP
 */
public record AuditedRequest(
    String verb, String resource, String namespace, String name, int status) {

  private static final int CREATED = 201;
  private static final int FORBIDDEN = 403;

  public AuditedRequest {
    requireNonNull(verb, "verb");
    requireNonNull(resource, "resource");
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
  }

  /** Whether it needed the right to create: a patch applied where there was no object does, too. */
  public boolean isCreation() {
    return verb.equals("create") || status == CREATED;
  }

  /** Whether whoever sent it had not the right to. */
  public boolean isForbidden() {
    return status == FORBIDDEN;
  }
}
