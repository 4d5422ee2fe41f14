/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.starlingx.portieris.app.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Asks Helm's own linter, which renders every template, what is wrong with a chart. It has no
 * cluster to ask, so that {@code lookup} finds nothing. For use by several threads.
 */
public final class ChartLinter {

  private static final Pattern PLACE =
      Pattern.compile("(?<file>(?:templates|crds|charts)/[^:()\\s\"]+)(?::(?<line>\\d+))?");
  private static final Pattern SEVERITY = Pattern.compile("^\\[(ERROR|WARNING|INFO)\\] ");

  private static final String WARNING = "[WARNING]";

  /** Stands for the chart's folder in what is remembered. */
  private static final String CHART = "<chart>";

  private static final String MISSING = "missing these dependencies";

  private final RenderedCharts rendered;

  /**
   * @param rendered the charts that need not be rendered again
   */
  public ChartLinter(RenderedCharts rendered) {
    this.rendered = rendered;
  }

  /**
   * What {@code helm lint --strict} says.
   *
   * @throws IOException when the chart's files cannot be read
   */
  public ChartLint lint(Chart chart) throws IOException {
    return lint(chart, List.of(), () -> chart);
  }

  /** Makes the chart that is rendered, when it has to be. */
  @FunctionalInterface
  private interface Preparation {
    Chart prepare() throws IOException;
  }

  private ChartLint lint(Chart chart, List<Path> overrides, Preparation preparation)
      throws IOException {
    String key = RenderedCharts.key(chart, overrides);
    Optional<List<String>> known = rendered.warnings(key);
    if (known.isPresent()) {
      return new ChartLint(List.of(), findings(chart, known.get()));
    }
    Chart prepared;
    LintResult result;
    try {
      prepared = preparation.prepare();
      result = new Helm(prepared.directory()).lint().strict().quiet().call();
    } catch (YAMLException e) {
      String problem = "its values cannot be read: " + e.getMessage();
      return new ChartLint(findings(chart, List.of(problem)), List.of());
    } catch (IllegalStateException e) {
      return new ChartLint(findings(chart, List.of(String.valueOf(e.getMessage()))), List.of());
    }
    String directory = prepared.directory().toString();
    List<String> said =
        (result.isFailed() ? result.getMessages() : List.<String>of())
            .stream()
                .filter(message -> !message.startsWith("[INFO]"))
                .map(message -> message.replace(directory, CHART))
                .toList();
    List<String> warnings = said.stream().filter(ChartLinter::isWarning).toList();
    List<String> errors = said.stream().filter(message -> !isWarning(message)).toList();
    if (errors.isEmpty()) {
      rendered.remember(key, warnings);
    }
    return new ChartLint(findings(chart, errors), findings(chart, warnings));
  }

  /** Helm only warns of a missing subchart, but installs no chart that lacks one. */
  private static boolean isWarning(String message) {
    return message.startsWith(WARNING) && !message.contains(MISSING);
  }

  /**
   * What {@code helm lint --strict} says with these values.
   *
   * @param overrides value files in increasing order of precedence
   * @param copy where a copy of the chart is made if need be; does not exist
   * @throws IOException when the copy cannot be written
   */
  public ChartLint lint(Chart chart, List<Path> overrides, Path copy) throws IOException {
    return lint(chart, overrides, () -> copy(chart, overrides, copy));
  }

  private static Chart copy(Chart chart, List<Path> overrides, Path copy) throws IOException {
    List<Path> values = new ArrayList<>();
    for (String file : chart.files()) {
      Path target = copy.resolve(file);
      Files.createDirectories(target.resolve("..").normalize());
      Files.copy(chart.directory().resolve(file), target);
      if (file.equals("values.yaml")) {
        values.add(target);
      }
    }
    values.addAll(overrides);
    Files.writeString(copy.resolve("values.yaml"), Values.merge(values));
    return chart.in(copy);
  }

  /**
   * What {@code helm lint} fails for, each in one line.
   *
   * @param chart a chart's archive or directory
   */
  public static List<String> errors(Path chart) {
    LintResult result;
    try {
      result = new Helm(chart).lint().quiet().call();
    } catch (IllegalStateException e) {
      return List.of(oneLine(String.valueOf(e.getMessage())));
    }
    return result.getMessages().stream()
        .filter(message -> message.startsWith("[ERROR]"))
        .map(message -> oneLine(SEVERITY.matcher(message.strip()).replaceFirst("")))
        .toList();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", "; ");
  }

  private static List<Finding> findings(Chart chart, List<String> messages) {
    return messages.stream().map(message -> finding(chart, message)).toList();
  }

  private static Finding finding(Chart chart, String message) {
    String text =
        SEVERITY
            .matcher(message.strip())
            .replaceFirst("")
            .replace(CHART, chart.source().toString())
            .replace(chart.directory().toString(), chart.source().toString());
    String oneLine = oneLine(text);
    String file = chart.source().toString();
    int line = 0;
    Matcher place = PLACE.matcher(oneLine);
    while (place.find()) {
      file = chart.source().resolve(place.group("file")).toString();
      if (place.group("line") != null) {
        line = Integer.parseInt(place.group("line"));
        break;
      }
    }
    return new Finding(
        file,
        line,
        oneLine.contains(MISSING) ? oneLine + "; run 'helm dependency build'" : oneLine);
  }
}
