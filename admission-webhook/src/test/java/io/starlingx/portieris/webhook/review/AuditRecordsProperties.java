/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.policy.Mode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AuditRecordsProperties {

  private final AuditRecords records = new AuditRecords();

  @Property
  void everyPlaceIsReadAsItWasDecidedHoweverOften(
      @ForAll("texts") String image,
      @ForAll("texts") String signer,
      @ForAll("texts") String pointer,
      @ForAll boolean lasts) {
    ImageDecision decision = decision(image, signer, lasts);
    ContainerVerdict first = new ContainerVerdict(place(image, pointer), decision, Duration.ZERO);
    ContainerVerdict second = new ContainerVerdict(place(image, "/b"), decision, Duration.ZERO);

    JsonNode record = read(records.of(List.of(first, second)));

    assertThat(record).hasSize(2);
    assertThat(record.findValuesAsText("path")).containsExactly(pointer, "/b");
    String printed = Printable.text(image);
    assertThat(record.findValuesAsText("image")).containsExactly(printed, printed);
    List<String> signers = new ArrayList<>();
    record.forEach(place -> signers.add(place.path("signers").path(0).asText()));
    assertThat(signers).containsExactly(signer, signer);
    assertThat(records.of(List.of(first, second)))
        .as("whether it is kept or not")
        .isEqualTo(new AuditRecords().of(List.of(again(first, !lasts), again(second, !lasts))));
  }

  /** With much of what has a meaning in JSON, and in JSON within JSON. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("\"\\\n\t/{}[],:ué€\u2028\ud83d\ude00")
        .ascii()
        .ofMinLength(1)
        .ofMaxLength(40);
  }

  /** The array that is the text of an annotation. */
  private static JsonNode read(AuditRecord record) {
    return Reviews.tree(Reviews.tree(record.quotedImages()).asText());
  }

  private static ContainerVerdict again(ContainerVerdict verdict, boolean lasts) {
    ImageDecision decision = verdict.decision();
    String signer = ((Verdict.Trusted) decision.verdict()).signers().getFirst();
    return new ContainerVerdict(
        verdict.place(), decision(decision.image(), signer, lasts), Duration.ZERO);
  }

  private static WorkloadImage place(String image, String pointer) {
    return new WorkloadImage(new CarriedImage("containers", "c", image), pointer);
  }

  private static ImageDecision decision(String image, String signer, boolean lasts) {
    return new ImageDecision(
        image,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Mode.ENFORCE,
        new Verdict.Trusted(Optional.empty(), List.of(signer), Instant.MAX),
        "",
        Optional.empty(),
        List.of(),
        lasts ? Duration.ofMinutes(1) : Duration.ZERO);
  }
}
