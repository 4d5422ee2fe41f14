/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.Exemption;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.List;

/**
 * What the cluster's audit log keeps of a decision: one JSON array with an element for each place
 * that was decided.
 */
record AuditRecord(String images) {

  /** Of a request whose images were not asked about. */
  static final AuditRecord NONE = new AuditRecord("");

  static AuditRecord of(List<ContainerVerdict> decided) {
    ArrayNode images = JsonNodeFactory.instance.arrayNode();
    for (ContainerVerdict verdict : decided) {
      var decision = verdict.decision();
      ObjectNode image = images.addObject();
      image.put("path", verdict.place().pointer());
      image.put("image", Printable.text(decision.image()));
      image.put("reason", decision.verdict().code().name());
      decision.rule().ifPresent(rule -> image.put("rule", Printable.text(rule.title())));
      decision
          .mandatory()
          .ifPresent(rule -> image.put("mandatoryRule", Printable.text(rule.title())));
      if (decision.isTolerated()) {
        image.put("mode", decision.mode().word());
      }
      decision.exemption().ifPresent(exemption -> image.set("exemption", exemption(exemption)));
      if (decision.verdict() instanceof Verdict.Trusted trusted) {
        trusted.digest().map(Digest::toString).ifPresent(digest -> image.put("digest", digest));
        trusted.signers().forEach(signer -> image.withArray("signers").add(signer));
      }
    }
    return new AuditRecord(images.toString());
  }

  private static ObjectNode exemption(Exemption exemption) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("policy", Printable.text(exemption.policy()))
        .put("reason", Printable.text(exemption.reason()))
        .put("until", exemption.until().toString());
  }
}
