/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.webhook.review.CarriedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which pull Secrets fit an image here, and did not upstream. */
final class PullSecretChecks {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClusterView cluster;
  private final WorkloadChecks rules;

  PullSecretChecks(ClusterView cluster, WorkloadChecks rules) {
    this.cluster = cluster;
    this.rules = rules;
  }

  List<MigrationFinding> check(RunningWorkload workload, PolicySet policies) throws IOException {
    if (workload.isSkippedUpstream()) {
      return List.of();
    }
    List<String> names = workload.pullSecrets();
    if (names.isEmpty()) {
      names = cluster.pullSecrets(workload.namespace(), workload.serviceAccount());
    }
    List<MigrationFinding> findings = new ArrayList<>();
    for (String name : names) {
      Optional<byte[]> document =
          cluster.secret(workload.namespace(), name).flatMap(PullSecretChecks::document);
      for (CarriedImage image : workload.images()) {
        boolean checked =
            rules.here(image.image(), policies).filter(c -> !c.checksNothing()).isPresent();
        if (checked
            && document.isPresent()
            && ImageReference.parse(image.image())
                instanceof ParsedImage.Valid(ImageReference reference)
            && !CredentialStore.of(List.of(document.get())).matching(reference.name()).isEmpty()
            && !fitsUpstream(document.get(), reference)) {
          findings.add(finding(workload.namespace() + "/" + name, reference));
        }
      }
    }
    return findings.stream().distinct().toList();
  }

  private static MigrationFinding finding(String secret, ImageReference image) {
    return new MigrationFinding(
        "pull-secrets",
        "Secret " + secret + ", registry " + image.registry(),
        "not used: no entry's key is the bare host " + image.host() + " with user and password",
        "used, by the rules of the kubelet",
        "nothing, where the entry is meant for this registry");
  }

  private static Optional<byte[]> document(Map<String, byte[]> data) {
    return Optional.ofNullable(data.get(".dockerconfigjson"))
        .or(() -> Optional.ofNullable(data.get(".dockercfg")));
  }

  /** The key must be the host alone, and the entry hold a user and a password. */
  private static boolean fitsUpstream(byte[] document, ImageReference image) {
    try {
      JsonNode tree = JSON.readTree(document);
      JsonNode entry = (tree.has("auths") ? tree.path("auths") : tree).path(image.host());
      return !entry.path("auth").asText("").isEmpty()
          || !entry.path("username").asText("").isEmpty();
    } catch (IOException e) {
      return false;
    }
  }
}
