/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who sent the request to the API server, as it was authenticated. Absent text is empty.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#users-in-kubernetes">Kubernetes
 *     users</a>
 */
public record Requester(
    String username, String uid, List<String> groups, Map<String, List<String>> extra) {

  /** A request that says nobody. */
  static final Requester UNKNOWN = new Requester("", "", List.of(), Map.of());

  public Requester {
    requireNonNull(username, "username");
    requireNonNull(uid, "uid");
    groups = List.copyOf(groups);
    extra = extra.isEmpty() ? Map.of() : copy(extra);
  }

  private static Map<String, List<String>> copy(Map<String, List<String>> extra) {
    return extra.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
  }
}
