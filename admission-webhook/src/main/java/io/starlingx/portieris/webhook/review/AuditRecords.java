/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.Exemption;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Writes records for the audit log. A decision that lasts is repeated for every further pod of a
 * workload, so what is said of it is mostly written once ({@link KeptTexts}).
 */
final class AuditRecords {

  /** Characters of most. */
  private static final int PER_IMAGE = 500;

  private static final JsonStringEncoder QUOTES = JsonStringEncoder.getInstance();

  private final KeptTexts<ImageDecision> lasting = new KeptTexts<>(AuditRecords::said);

  /** The record of one object, a place after the other. */
  AuditRecord of(List<ContainerVerdict> decided) {
    StringBuilder images = new StringBuilder(PER_IMAGE * decided.size());
    images.append("\"[");
    for (ContainerVerdict verdict : decided) {
      ImageDecision decision = verdict.decision();
      images.append(images.length() > 2 ? "," : "").append("{\\\"path\\\":\\\"");
      quote(String.valueOf(QUOTES.quoteAsString(verdict.place().pointer())), images);
      images.append(decision.lasts().isPositive() ? lasting.of(decision) : said(decision));
    }
    return new AuditRecord(images.append("]\"").toString());
  }

  /** An object of the array from the end of its first text, quoted as it is there. */
  private static String said(ImageDecision decision) {
    String object =
        JsonText.of(
            PER_IMAGE,
            json -> {
              json.writeStartObject();
              write(json, decision);
              json.writeEndObject();
            });
    StringBuilder said = new StringBuilder(PER_IMAGE);
    quote("\"," + object.substring(1), said);
    return said.toString();
  }

  private static void quote(String json, StringBuilder to) {
    QUOTES.quoteAsString(json, to);
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
