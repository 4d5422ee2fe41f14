/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
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
  private static final Pattern NO_YAML =
      Pattern.compile(
          ".*?(?<file>values\\.yaml|Chart\\.yaml|values\\.schema\\.json): .*"
              + "\\byaml: line (?<line>\\d+): (?<problem>.*)");
  private static final Pattern SEVERITY = Pattern.compile("^\\[(ERROR|WARNING|INFO)\\] ");

  /** What Helm finds in a chart, and that it cannot even unpack one. */
  private static final Pattern FAILURE = Pattern.compile("^(?:\\[ERROR\\]|Error) ");

  private static final String WARNING = "[WARNING]";

  /** Stands for the chart's folder in what is remembered. */
  private static final String CHART = "<chart>";

  /** What Helm says when it has said why. */
  private static final String CANNOT = ": unable to load chart";

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
   * @param copy where the chart is written if need be; empty
   * @throws IOException when the chart's files cannot be read or written
   */
  public ChartLint lint(Chart chart, ChartStage.Folder copy) throws IOException {
    return lint(chart, List.of(), copy);
  }

  /**
   * What {@code helm lint --strict} says with these values.
   *
   * @param overrides value files in increasing order of precedence
   * @param folder where the chart is written if need be; empty
   * @throws IOException when the chart's files cannot be read or written
   */
  public ChartLint lint(Chart chart, List<Path> overrides, ChartStage.Folder folder)
      throws IOException {
    Optional<String> key = rendered.key(chart, overrides);
    Optional<List<String>> known = key.flatMap(rendered::warnings);
    if (known.isPresent()) {
      return new ChartLint(List.of(), findings(chart, known.get()));
    }
    List<String> said;
    try {
      said = said(chart, overrides, folder.path());
    } catch (YAMLException e) {
      String problem = "its values cannot be read: " + e.getMessage();
      return new ChartLint(findings(chart, List.of(problem)), List.of());
    }
    List<String> warnings = said.stream().filter(ChartLinter::isWarning).toList();
    List<String> errors = said.stream().filter(message -> !isWarning(message)).toList();
    if (errors.isEmpty() && key.isPresent()) {
      rendered.remember(key.get(), warnings);
    }
    return new ChartLint(findings(chart, errors), findings(chart, warnings));
  }

  /** Helm's messages, with the chart itself in the end whenever there are any. */
  private static List<String> said(Chart chart, List<Path> overrides, Path copy)
      throws IOException {
    List<String> said = said(CurrentVersions.without(chart), copy, overrides);
    return said.isEmpty() ? said : said(chart, copy, overrides);
  }

  private static List<String> said(Chart chart, Path copy, List<Path> overrides)
      throws IOException {
    chart.writeTo(copy);
    if (!overrides.isEmpty()) {
      merge(copy.resolve("values.yaml"), overrides);
    }
    List<String> messages;
    try {
      LintResult result = new Helm(copy).lint().strict().quiet().call();
      messages = result.isFailed() ? result.getMessages() : List.of();
    } catch (IllegalStateException e) {
      messages = List.of(String.valueOf(e.getMessage()));
    }
    return messages.stream()
        .filter(message -> !message.startsWith("[INFO]"))
        .map(message -> message.replace(copy.toString(), CHART))
        .toList();
  }

  /** Helm only warns of a missing subchart, but installs no chart that lacks one. */
  private static boolean isWarning(String message) {
    return message.startsWith(WARNING) && !message.contains(MISSING);
  }

  private static void merge(Path values, List<Path> overrides) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.exists(values)) {
      files.add(values);
    }
    files.addAll(overrides);
    Files.writeString(values, Values.merge(files));
  }

  /** Loads Helm, which takes a second, before there is a chart. */
  public static void load() {
    new Helm(Path.of("")).lint();
  }

  /**
   * What {@code helm lint} fails for, each in one line.
   *
   * @param archive a packed chart
   * @throws IOException when it cannot be read or unpacked
   */
  public static List<String> errors(Path archive) throws IOException {
    try (TemporaryDirectory folder = TemporaryDirectory.create("portieris-chart-")) {
      Optional<Path> unpacked = UnpackedChart.in(folder.path(), archive);
      if (unpacked.isPresent() && said(unpacked.get()).isEmpty()) {
        return List.of();
      }
    }
    return said(archive);
  }

  private static List<String> said(Path chart) {
    LintResult result;
    try {
      result = new Helm(chart).lint().quiet().call();
    } catch (IllegalStateException e) {
      return List.of(oneLine(String.valueOf(e.getMessage())));
    }
    return result.getMessages().stream()
        .filter(message -> FAILURE.matcher(message).find())
        .map(message -> oneLine(FAILURE.matcher(message.strip()).replaceFirst("")))
        .toList();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", "; ");
  }

  private static List<Finding> findings(Chart chart, List<String> messages) {
    return messages.stream()
        .filter(message -> messages.size() == 1 || !message.strip().endsWith("] " + CANNOT))
        .map(message -> finding(chart, message))
        .distinct()
        .toList();
  }

  private static Finding finding(Chart chart, String message) {
    String text =
        SEVERITY
            .matcher(message.strip())
            .replaceFirst("")
            .replace(CHART, chart.source().toString());
    String oneLine = oneLine(text);
    Matcher broken = NO_YAML.matcher(oneLine);
    if (broken.matches()) {
      return new Finding(
          chart.source().resolve(broken.group("file")).toString(),
          Integer.parseInt(broken.group("line")),
          "is not YAML: " + broken.group("problem"));
    }
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
