/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.FluxRelease;
import io.starlingx.portieris.app.upload.MetadataProblem;
import io.starlingx.portieris.app.upload.MetadataValidation;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metadata: what sysinv rejects, and what it takes without a word. */
final class MetadataChecks {

  private static final String FILE = MetadataRules.FILE;
  private static final Pattern VERSION =
      Pattern.compile("v?(?<major>[0-9])\\.(?<minor>[0-9]{1,18})(\\.(?<patch>[0-9]{1,18}))?");
  private static final Set<String> REPOSITORIES = Set.of("starlingx", "stx-platform");
  private static final Set<String> OLD_BOOLEANS = Set.of("yes", "no", "on", "off");

  private MetadataChecks() {}

  static void check(Application app, Findings findings) throws IOException {
    Optional<YamlFile> file = app.yaml(FILE);
    if (file.isEmpty()) {
      return;
    }
    if (!file.get().isReadable()) {
      findings.add(
          MetadataRules.YAML, FILE, file.get().line(), "is not YAML: " + file.get().problem());
      return;
    }
    if (!(file.get().first() instanceof Yaml.Mapping document)) {
      boolean isEmpty = file.get().first().isNull();
      findings.add(MetadataRules.YAML, FILE, isEmpty ? "is empty" : "is not a mapping");
      return;
    }
    for (MetadataProblem problem : MetadataValidation.problems(document)) {
      findings.add(
          rule(problem.kind()), FILE, problem.line(), MetadataProblem.PREFIX + problem.text());
    }
    range(document, findings);
    patches(document, findings);
    oldBooleans(document, findings);
    truths(document, findings);
    repository(document, findings);
    updates(document, findings);
    disabledCharts(document, app, findings);
    MetadataKeys.check(document, findings);
    BehaviorChecks.check(document, app, findings);
  }

  private static Rule rule(MetadataProblem.Kind kind) {
    return switch (kind) {
      case DUPLICATE_KEY -> MetadataRules.DUPLICATE_KEY;
      case IDENTITY -> MetadataRules.IDENTITY;
      case KUBERNETES_VERSION -> MetadataRules.KUBERNETES_VERSION;
      case SHAPE -> MetadataRules.SHAPE;
      case FLAG -> MetadataRules.FLAG;
      case TIMING -> MetadataRules.TIMING;
      case FROM_VERSIONS -> MetadataRules.FROM_VERSIONS;
      case RELEASES -> MetadataRules.RELEASES;
      case DEPENDENCY -> MetadataRules.DEPENDENCY;
      case CLASS -> MetadataRules.CLASS;
    };
  }

  private static void range(Yaml document, Findings findings) {
    Optional<BigInteger> low = version(document, "minimum");
    Optional<BigInteger> high = version(document, "maximum");
    if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0) {
      findings.add(
          MetadataRules.KUBERNETES_RANGE,
          FILE,
          document.lineOf("supported_k8s_version", "maximum"),
          "supported_k8s_version.maximum is below minimum");
    }
  }

  /** A number that orders versions. */
  private static Optional<BigInteger> version(Yaml document, String key) {
    return document
        .text("supported_k8s_version", key)
        .map(VERSION::matcher)
        .filter(Matcher::matches)
        .map(
            version -> {
              String patch = Optional.ofNullable(version.group("patch")).orElse("0");
              return new BigInteger(version.group("major"))
                  .shiftLeft(64)
                  .add(new BigInteger(version.group("minor")))
                  .shiftLeft(64)
                  .add(new BigInteger(patch));
            });
  }

  private static void patches(Yaml document, Findings findings) {
    for (Yaml.Entry release : document.entries("supported_releases")) {
      List<String> patches =
          release.value().items().stream().flatMap(patch -> patch.asText().stream()).toList();
      if (!patches.isEmpty()) {
        findings.add(
            MetadataRules.PATCHES,
            FILE,
            release.key().line(),
            "release " + release.key().text() + " requires " + String.join(", ", patches));
      }
    }
  }

  private static void oldBooleans(Yaml document, Findings findings) {
    for (String key : List.of("maintain_user_overrides", "maintain_attributes")) {
      if (document.at(key).orElse(document) instanceof Yaml.Scalar(int line, String text, var kind)
          && kind == Yaml.Kind.BOOLEAN
          && OLD_BOOLEANS.contains(text.toLowerCase(Locale.ROOT))) {
        findings.add(MetadataRules.YAML_1_1, FILE, line, key + ": " + text);
      }
    }
  }

  private static void truths(Yaml document, Findings findings) {
    for (String key : List.of("maintain_user_overrides", "maintain_attributes")) {
      document
          .text(key)
          .filter(text -> !text.equalsIgnoreCase("true"))
          .ifPresent(
              text ->
                  findings.add(
                      MetadataRules.TRUTHY,
                      FILE,
                      document.lineOf(key),
                      key + " is the text \"" + text + "\""));
    }
    Optional<Yaml> adjust = document.at("apply_progress_adjust");
    if (adjust.isPresent()
        && !(adjust.get() instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.NUMBER)) {
      findings.add(
          MetadataRules.PERCENTAGE,
          FILE,
          adjust.get().line(),
          "apply_progress_adjust is no number");
    }
  }

  private static void repository(Yaml document, Findings findings) {
    document
        .at("helm_repo")
        .filter(value -> value.asText().filter(REPOSITORIES::contains).isEmpty())
        .ifPresent(
            value ->
                findings.add(
                    MetadataRules.REPOSITORY,
                    FILE,
                    value.line(),
                    "helm_repo names no repository of the platform; there are starlingx and"
                        + " stx-platform"));
  }

  private static void updates(Yaml document, Findings findings) {
    document
        .at("upgrades", "failed_versions")
        .ifPresent(
            list ->
                findings.add(
                    MetadataRules.BY_SYSINV, FILE, list.line(), "upgrades.failed_versions is set"));
    document
        .at("upgrades", "from_versions")
        .filter(list -> list instanceof Yaml.Sequence versions && versions.items().isEmpty())
        .ifPresent(
            list ->
                findings.add(
                    MetadataRules.NO_FROM_VERSIONS,
                    FILE,
                    list.line(),
                    "upgrades.from_versions is empty"));
  }

  private static void disabledCharts(Yaml document, Application app, Findings findings)
      throws IOException {
    Set<String> releases = new HashSet<>();
    for (FluxRelease release : FluxRelease.read(app)) {
      release.name().ifPresent(releases::add);
    }
    for (Yaml chart : document.items("disabled_charts")) {
      if (chart.asText().filter(releases::contains).isEmpty()) {
        findings.add(
            MetadataRules.DISABLED,
            FILE,
            chart.line(),
            "disabled_charts names " + chart.asText().orElse("no text") + ", which is no release");
      }
    }
  }
}
