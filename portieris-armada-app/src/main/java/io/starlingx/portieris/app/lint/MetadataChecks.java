/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.FluxRelease;
import io.starlingx.portieris.app.content.WheelContent;
import io.starlingx.portieris.app.upload.MetadataProblem;
import io.starlingx.portieris.app.upload.MetadataValidation;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metadata: what sysinv rejects, and what it takes without a word. */
final class MetadataChecks {

  private static final String FILE = MetadataRules.FILE;
  private static final Set<String> KEYS =
      Set.of(
          "app_name",
          "app_version",
          "helm_repo",
          "disabled_charts",
          "maintain_user_overrides",
          "maintain_attributes",
          "upgrades",
          "downgrades",
          "supported_k8s_version",
          "k8s_upgrades",
          "supported_releases",
          "behavior",
          "class",
          "dependent_apps",
          "dependent_parent_exceptions",
          "apply_progress_adjust");
  private static final Map<String, Set<String>> NESTED =
      Map.of(
          "upgrades",
              Set.of(
                  "auto_update", "update_failure_no_rollback", "from_versions", "failed_versions"),
          "downgrades", Set.of("auto_downgrade"),
          "supported_k8s_version", Set.of("minimum", "maximum"),
          "k8s_upgrades", Set.of("auto_update", "timing"),
          "behavior",
              Set.of(
                  "platform_managed_app",
                  "desired_state",
                  "forbidden_manual_operations",
                  "evaluate_reapply"),
          // 'after' is one that was removed.
          "behavior.evaluate_reapply", Set.of("triggers", "after"));
  private static final Pattern VERSION =
      Pattern.compile("v?(?<major>[0-9])\\.(?<minor>[0-9]{1,18})(\\.(?<patch>[0-9]{1,18}))?");
  private static final Set<String> REPOSITORIES = Set.of("starlingx", "stx-platform");
  private static final Set<String> OLD_BOOLEANS = Set.of("yes", "no", "on", "off");
  private static final Set<String> TRIGGERS =
      Set.of(
          "host-add",
          "host-delete",
          "reinstall",
          "lock",
          "force-lock",
          "force-unsafe-lock",
          "unlock",
          "force-unlock",
          "swact",
          "force-swact",
          "runtime-apply-puppet",
          "host-availability-updated",
          "host-availability-saved",
          "system-modify",
          "detected-swact",
          "kube-upgrade-complete",
          "host-label-assign",
          "host-modify",
          "storage-backend-modify",
          "usm-upgrade-complete",
          "on-demand-reapply");

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
    unknownKeys(document, findings);
    repository(document, findings);
    nestedKeys(document, findings);
    behavior(document, findings);
    automaticApply(document, app, findings);
    triggers(document, findings);
    disabledCharts(document, app, findings);
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
    document
        .at("upgrades", "failed_versions")
        .ifPresent(
            list ->
                findings.add(
                    MetadataRules.BY_SYSINV, FILE, list.line(), "upgrades.failed_versions is set"));
  }

  private static void nestedKeys(Yaml document, Findings findings) {
    NESTED.forEach(
        (path, known) -> {
          for (Yaml.Entry entry : document.entries(path.split("\\.", -1))) {
            String key = entry.key().text();
            if (!known.contains(key)) {
              findings.add(
                  MetadataRules.UNKNOWN,
                  FILE,
                  entry.key().line(),
                  "unknown key " + path + "." + key);
            }
          }
        });
  }

  private static void automaticApply(Yaml document, Application app, Findings findings)
      throws IOException {
    if (!isTrue(document, "behavior", "platform_managed_app")
        || !document.text("behavior", "desired_state").equals(Optional.of("applied"))) {
      return;
    }
    String name = document.text("app_name").orElse("");
    for (String file : app.files()) {
      if (file.startsWith("plugins/")
          && file.endsWith(".whl")
          && WheelContent.read(app.root().resolve(file))
              .entryPoints()
              .of("systemconfig.app_lifecycle")
              .stream()
              .anyMatch(entry -> entry.name().equals(name))) {
        return;
      }
    }
    findings.add(
        MetadataRules.AUTOMATIC_APPLY,
        FILE,
        document.lineOf("behavior", "desired_state"),
        "Automatic apply is disabled for " + name + ".");
  }

  private static void unknownKeys(Yaml document, Findings findings) {
    for (Yaml.Entry entry : document.entries()) {
      String key = entry.key().text();
      if (key.equals("helm_toolkit_required")) {
        findings.add(MetadataRules.GONE, FILE, entry.key().line(), "key " + key + " was removed");
      } else if (!KEYS.contains(key)) {
        findings.add(
            MetadataRules.UNKNOWN,
            FILE,
            entry.key().line(),
            "unknown key " + key + (key.equals("repo") ? "; sysinv reads helm_repo" : ""));
      }
    }
    if (document.at("behavior", "evaluate_reapply", "after").isPresent()) {
      findings.add(
          MetadataRules.GONE,
          FILE,
          document.lineOf("behavior", "evaluate_reapply", "after"),
          "key behavior.evaluate_reapply.after was removed");
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

  private static void behavior(Yaml document, Findings findings) {
    if (isTrue(document, "behavior", "platform_managed_app")
        && !isFalse(document, "downgrades", "auto_downgrade")) {
      findings.add(
          MetadataRules.DOWNGRADE,
          FILE,
          document.lineOf("behavior", "platform_managed_app"),
          "behavior.platform_managed_app without downgrades.auto_downgrade: false");
    }
    document
        .text("behavior", "desired_state")
        .filter(state -> !Set.of("uploaded", "applied").contains(state))
        .ifPresent(
            state ->
                findings.add(
                    MetadataRules.DESIRED_STATE,
                    FILE,
                    document.lineOf("behavior", "desired_state"),
                    "behavior.desired_state is " + state));
    for (Yaml operation : document.items("behavior", "forbidden_manual_operations")) {
      if (operation.asText().filter(Set.of("delete", "remove")::contains).isEmpty()) {
        findings.add(
            MetadataRules.FORBIDDEN,
            FILE,
            operation.line(),
            "behavior.forbidden_manual_operations holds an unknown operation");
      }
    }
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

  private static void triggers(Yaml document, Findings findings) {
    Set<String> seen = new HashSet<>();
    for (Yaml trigger : document.items("behavior", "evaluate_reapply", "triggers")) {
      String type = trigger.text("type").orElse("");
      if (!TRIGGERS.contains(type)) {
        findings.add(
            MetadataRules.TRIGGER, FILE, trigger.line(), "unknown trigger type '" + type + "'");
      } else if (!seen.add(type)) {
        findings.add(
            MetadataRules.TRIGGER, FILE, trigger.line(), "trigger type " + type + " occurs twice");
      }
    }
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

  private static boolean isTrue(Yaml document, String... path) {
    return isOneOf(Set.of("true", "yes", "y", "1"), document, path);
  }

  private static boolean isFalse(Yaml document, String... path) {
    return isOneOf(Set.of("false", "no", "n", "0"), document, path);
  }

  private static boolean isOneOf(Set<String> texts, Yaml document, String... path) {
    return document.at(path).orElse(document) instanceof Yaml.Scalar scalar
        && texts.contains(scalar.text().toLowerCase(Locale.ROOT));
  }
}
