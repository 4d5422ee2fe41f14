/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import com.fasterxml.jackson.core.JsonGenerator;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.Exemption;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster's audit log keeps of a decision: one JSON array with an element for each place
 * that was decided.
 */
record AuditRecord(String images) {

  /** Characters of most. */
  private static final int PER_IMAGE = 400;

  /** Of a request whose images were not asked about. */
  static final AuditRecord NONE = new AuditRecord("");

  static AuditRecord of(List<ContainerVerdict> decided) {
    return new AuditRecord(
        JsonText.of(
            PER_IMAGE * decided.size(),
            json -> {
              json.writeStartArray();
              for (ContainerVerdict verdict : decided) {
                json.writeStartObject();
                json.writeStringField("path", verdict.place().pointer());
                write(json, verdict.decision());
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  private static void write(JsonGenerator json, ImageDecision decision) throws IOException {
    json.writeStringField("image", Printable.text(decision.image()));
    json.writeStringField("reason", decision.verdict().code().name());
    write(json, "rule", decision.rule().map(RuleMatch::title));
    write(json, "mandatoryRule", decision.mandatory().map(RuleMatch::title));
    if (decision.isTolerated()) {
      json.writeStringField("mode", decision.mode().word());
    }
    if (decision.exemption().isPresent()) {
      write(json, decision.exemption().get());
    }
    if (decision.verdict() instanceof Verdict.Trusted trusted) {
      write(json, "digest", trusted.digest().map(Digest::toString));
      if (!trusted.signers().isEmpty()) {
        json.writeArrayFieldStart("signers");
        for (String signer : trusted.signers()) {
          json.writeString(signer);
        }
        json.writeEndArray();
      }
    }
  }

  private static void write(JsonGenerator json, Exemption exemption) throws IOException {
    json.writeObjectFieldStart("exemption");
    json.writeStringField("policy", Printable.text(exemption.policy()));
    json.writeStringField("reason", Printable.text(exemption.reason()));
    json.writeStringField("until", exemption.until().toString());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String field, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(field, Printable.text(text.get()));
    }
  }
}
