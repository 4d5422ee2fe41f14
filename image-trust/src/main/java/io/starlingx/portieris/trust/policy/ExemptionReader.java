/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code spec.exemptions}. One that cannot be used exempts nothing; the rules go on as they
 * would without it.
 *
 * @param problems of all exemptions
 */
record ExemptionReader(String policy, List<String> problems) {

  List<Exemption> read(List<PolicyFields> entries) {
    return entries.stream()
        .map(entry -> entry.withProblems(new ArrayList<>()))
        .flatMap(entry -> exemption(entry).stream())
        .toList();
  }

  private Optional<Exemption> exemption(PolicyFields entry) {
    Optional<ImageReference> image = required(entry, "image").flatMap(text -> image(entry, text));
    Optional<String> reason = required(entry, "reason");
    Optional<Instant> until = required(entry, "until").flatMap(text -> until(entry, text));
    entry.end();
    problems.addAll(entry.problems());
    return entry.problems().isEmpty()
        ? Optional.of(
            new Exemption(policy, image.orElseThrow(), reason.orElseThrow(), until.orElseThrow()))
        : Optional.empty();
  }

  private static Optional<String> required(PolicyFields entry, String field) {
    Optional<String> text = entry.text(field).filter(t -> !t.isBlank());
    if (text.isEmpty()) {
      entry.problem(field, "missing");
    }
    return text;
  }

  private static Optional<ImageReference> image(PolicyFields entry, String text) {
    if (ImageReference.parse(text) instanceof ParsedImage.Valid(ImageReference image)
        && image.digest().isPresent()
        && image.tag().isEmpty()) {
      return Optional.of(image);
    }
    entry.problem("image", "must be an image by digest and without tag, name@sha256:<64 digits>");
    return Optional.empty();
  }

  private static Optional<Instant> until(PolicyFields entry, String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      entry.problem("until", "must be a time of the form 2026-12-31T00:00:00Z");
      return Optional.empty();
    }
  }
}
