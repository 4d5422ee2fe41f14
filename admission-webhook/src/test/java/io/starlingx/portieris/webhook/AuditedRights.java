/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static io.starlingx.portieris.webhook.InstalledChart.NAMESPACE;

import io.fabric8.kubernetes.client.dsl.RbacAPIGroupDSL;
import io.starlingx.portieris.testbed.AuditedRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the chart lets the webhook do, held against what the API server was asked for. */
record AuditedRights(InstalledWebhook installed) {

  List<GrantedRight> granted() {
    RbacAPIGroupDSL rbac = installed.admin().rbac();
    return Stream.concat(
            GrantedRight.of("", rbac.clusterRoles().withName("portieris").require().getRules()),
            GrantedRight.of(
                NAMESPACE,
                rbac.roles().inNamespace(NAMESPACE).withName("portieris").require().getRules()))
        .toList();
  }

  /** Rights that nothing has needed so far. */
  List<GrantedRight> unused() {
    List<AuditedRequest> sent = installed.requests();
    return granted().stream().filter(right -> sent.stream().noneMatch(right::covers)).toList();
  }

  /**
   * What was refused and never allowed: an API server that has just started goes by its roles a
   * moment after it answers.
   */
  List<AuditedRequest> missing() {
    List<AuditedRequest> sent = installed.requests();
    Set<AuditedRequest> allowed =
        sent.stream()
            .filter(request -> !request.isForbidden())
            .map(AuditedRights::asked)
            .collect(Collectors.toSet());
    return sent.stream()
        .filter(AuditedRequest::isForbidden)
        .filter(request -> !allowed.contains(asked(request)))
        .toList();
  }

  /** What was asked for. A creation that is refused is audited before its object has a name. */
  private static AuditedRequest asked(AuditedRequest request) {
    return new AuditedRequest(
        request.verb(),
        request.resource(),
        request.namespace(),
        request.verb().equals("create") ? "" : request.name(),
        0);
  }
}
