/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.starlingx.portieris.testbed.AuditedRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * One verb on one resource.
 *
 * @param namespace empty for all
 * @param resource as in {@link AuditedRequest}
 * @param name of the only object that is meant; empty for all
 */
record GrantedRight(String namespace, String resource, String name, String verb) {

  /** Everything that the rules of a role grant. */
  static Stream<GrantedRight> of(String namespace, List<PolicyRule> rules) {
    return rules.stream()
        .flatMap(
            rule ->
                rule.getApiGroups().stream()
                    .flatMap(group -> rule.getResources().stream().map(of -> prefix(group) + of))
                    .flatMap(resource -> of(namespace, resource, rule)));
  }

  private static String prefix(String group) {
    return group.isEmpty() ? "" : group + "/";
  }

  private static Stream<GrantedRight> of(String namespace, String resource, PolicyRule rule) {
    List<String> names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
    return names.stream()
        .flatMap(
            name ->
                rule.getVerbs().stream()
                    .map(verb -> new GrantedRight(namespace, resource, name, verb)));
  }

  /** Whether that request could have been sent by this right. */
  boolean covers(AuditedRequest request) {
    return (verb.equals(request.verb()) || (verb.equals("create") && request.isCreation()))
        && resource.equals(request.resource())
        && (name.isEmpty() || name.equals(request.name()))
        && (namespace.isEmpty() || namespace.equals(request.namespace()));
  }
}
