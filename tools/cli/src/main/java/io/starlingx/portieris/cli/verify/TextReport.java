/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import io.starlingx.portieris.cli.verify.VerifiedImage.Outcome;
import io.starlingx.portieris.trust.http.RequestRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** The decisions for people: one block per image, then a line that counts. */
public final class TextReport {

  private static final String INDENT = "  ";
  private static final int LABEL = 10;

  private final BinaryOperator<String> style;

  /**
   * A report in colour, or not.
   *
   * @param style given a colour's name and a text, the text in that colour
   */
  public TextReport(BinaryOperator<String> style) {
    this.style = style;
  }

  /** The whole text. */
  public String of(List<VerifiedImage> images) {
    return images.stream().map(this::block).collect(Collectors.joining("\n"))
        + (images.size() > 1 ? "\n" + summary(images) : "");
  }

  private String block(VerifiedImage image) {
    List<String> lines = new ArrayList<>();
    lines.add(Printable.text(image.decision().image()));
    String reason = image.decision().verdict().code().name();
    lines.add(line("outcome", coloured(image.outcome()) + " (" + reason + ")"));
    image.digest().ifPresent(digest -> lines.add(line("digest", digest)));
    if (!image.signers().isEmpty()) {
      lines.add(line("signers", String.join(", ", image.signers())));
    }
    lines.add(line("rule", Printable.text(image.rule().orElse("none"))));
    field(lines, "explain", image.explanation().map(ExplanationReport::lines).orElse(List.of()));
    field(
        lines,
        "message",
        image.message().stream()
            .flatMap(String::lines)
            .filter(text -> !text.equals("reason: " + reason))
            .toList());
    field(lines, "requests", requests(image.requests()));
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static void field(List<String> lines, String name, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      lines.add(line(i == 0 ? name : "", Printable.text(values.get(i))));
    }
  }

  private static List<String> requests(List<RequestRecord> requests) {
    int widest =
        requests.stream()
            .mapToInt(r -> Long.toString(r.took().toMillis()).length())
            .max()
            .orElse(1);
    return requests.stream()
        .map(
            request ->
                String.format(
                    Locale.ROOT,
                    "%-4s %s %" + widest + "d ms  %s",
                    request.method(),
                    request.cached()
                        ? "---"
                        : request.status().isPresent()
                            ? Integer.toString(request.status().getAsInt())
                            : "---",
                    request.took().toMillis(),
                    request.url()))
        .toList();
  }

  private static String summary(List<VerifiedImage> images) {
    List<String> counts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      long count = images.stream().filter(image -> image.outcome() == outcome).count();
      counts.add(count + " " + outcome.name().toLowerCase(Locale.ROOT));
    }
    return String.join(", ", counts) + "\n";
  }

  private String coloured(Outcome outcome) {
    String colour =
        switch (outcome) {
          case TRUSTED -> "green";
          case REFUSED -> "red";
          case UNAVAILABLE -> "yellow";
        };
    return style.apply(colour, outcome.name().toLowerCase(Locale.ROOT));
  }

  private static String line(String label, String value) {
    return INDENT + String.format(Locale.ROOT, "%-" + LABEL + "s", label) + value;
  }
}
