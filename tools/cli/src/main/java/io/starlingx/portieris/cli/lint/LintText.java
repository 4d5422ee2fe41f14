/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.lint;

import io.starlingx.portieris.app.lint.LintFinding;
import io.starlingx.portieris.app.lint.LintResult;
import io.starlingx.portieris.app.lint.Severity;
import io.starlingx.portieris.app.lint.Sysinv;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** The findings for people: one block each, wrapped, then a line that counts. */
public final class LintText {

  private static final int LABEL = 9;
  private static final int NARROWEST = 40;

  private final BinaryOperator<String> style;
  private final int width;

  /**
   * A report in colour, or not.
   *
   * @param style given a colour's name and a text, the text in that colour
   * @param width columns to wrap to
   */
  public LintText(BinaryOperator<String> style, int width) {
    this.style = style;
    this.width = Math.max(width, NARROWEST);
  }

  /** The whole text. */
  public String of(String application, LintResult result) {
    return result.findings().stream().map(this::block).collect(Collectors.joining())
        + summary(application, result);
  }

  private String block(LintFinding finding) {
    String place = finding.file() + (finding.line() > 0 ? ":" + finding.line() : "");
    String severity = name(finding.severity());
    String colour = finding.severity() == Severity.ERROR ? "red" : "yellow";
    return style.apply(colour, severity)
        + " ".repeat(LABEL - severity.length())
        + place
        + "\n"
        + field("", finding.message())
        + field("why", finding.why() + " [" + names(finding.sysinv()) + "]")
        + field("mend", finding.mend())
        + field("rule", finding.rule())
        + "\n";
  }

  private String field(String label, String text) {
    StringBuilder lines = new StringBuilder();
    String start = "  " + label;
    for (String line : wrap(text)) {
      lines.append(String.format(Locale.ROOT, "%-" + LABEL + "s%s%n", start, line));
      start = "";
    }
    return lines.toString();
  }

  private List<String> wrap(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && LABEL + line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String summary(String application, LintResult result) {
    long errors = result.count(Severity.ERROR);
    long warnings = result.count(Severity.WARNING);
    String counts =
        errors + warnings == 0
            ? "no findings"
            : plural(errors, "error") + ", " + plural(warnings, "warning");
    String omitted = result.omitted() > 0 ? ", " + result.omitted() + " more of the same" : "";
    String served =
        result.served().stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
    return application
        + ": "
        + counts
        + omitted
        + " for sysinv "
        + names(result.sysinv())
        + "\n"
        + (served.isEmpty() ? "" : "applied only where the platform's Flux serves it:\n" + served);
  }

  private static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String names(List<Sysinv> sysinv) {
    return sysinv.stream().map(LintText::name).collect(Collectors.joining(", "));
  }

  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
