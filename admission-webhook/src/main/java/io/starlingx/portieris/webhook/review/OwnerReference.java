/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The object that another says it was made by.
 *
 * @param uid never empty
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#ObjectMeta">ownerReferences
 *     of ObjectMeta</a>
 */
public record OwnerReference(String apiVersion, String kind, String name, String uid) {
  public OwnerReference {
    requireNonNull(apiVersion, "apiVersion");
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    requireNonNull(uid, "uid");
  }

  /** The owner that controls the object; the API lets it have one at most. */
  static Optional<OwnerReference> controller(JsonNode object) {
    for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean(false) && !owner.path("uid").asText("").isEmpty()) {
        return Optional.of(
            new OwnerReference(
                owner.path("apiVersion").asText(""),
                owner.path("kind").asText(""),
                owner.path("name").asText(""),
                owner.path("uid").asText("")));
      }
    }
    return Optional.empty();
  }
}
