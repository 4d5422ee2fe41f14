/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.webhook.review.CarriedImage;
import io.starlingx.portieris.webhook.review.PodImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An object that runs, or makes, pods. */
record RunningWorkload(WorkloadKind kind, JsonNode object) {
  RunningWorkload {
    requireNonNull(kind, "kind");
    requireNonNull(object, "object");
  }

  String namespace() {
    return object.at("/metadata/namespace").asText("");
  }

  String uid() {
    return object.at("/metadata/uid").asText("");
  }

  /** Kind and name as people write them: {@code Deployment team-a/web}. */
  String title() {
    return kind.kind() + " " + namespace() + "/" + object.at("/metadata/name").asText("");
  }

  /** Every image, in document order. */
  Set<CarriedImage> images() {
    return PodImages.of(kind.apiVersion(), kind.resource(), object);
  }

  List<JsonNode> owners() {
    List<JsonNode> owners = new ArrayList<>();
    object.at("/metadata/ownerReferences").forEach(owners::add);
    return owners;
  }

  /** Whether upstream takes the object over for an owner's sake. */
  boolean isSkippedUpstream() {
    return owners().stream().anyMatch(o -> WorkloadKind.isKnown(o.path("kind").asText("")));
  }

  /** Names of pull Secrets in the object itself. */
  List<String> pullSecrets() {
    List<String> names = new ArrayList<>();
    object
        .at(kind.podSpec() + "/imagePullSecrets")
        .forEach(secret -> names.add(secret.path("name").asText("")));
    return names;
  }

  String serviceAccount() {
    return object.at(kind.podSpec() + "/serviceAccountName").asText("default");
  }
}
