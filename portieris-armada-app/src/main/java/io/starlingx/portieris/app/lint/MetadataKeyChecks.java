/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.yaml.Yaml;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What sysinv validates in metadata.yaml, with its texts. Used once. */
final class MetadataKeyChecks {

  private static final String PREFIX = "metadata validation failed. ";
  private static final Pattern KUBERNETES =
      Pattern.compile("v?(?<major>[0-9])\\.(?<minor>[0-9]{1,8})(\\.(?<patch>[0-9]{1,8}))?");
  private static final Set<String> FLAGS = Set.of("true", "false", "yes", "no", "y", "n", "1", "0");
  private static final Set<String> CLASSES =
      Set.of("critical", "storage", "discovery", "optional", "reporting");
  private static final Set<String> ACTIONS = Set.of("warn", "ignore", "error", "apply");
  private static final int LONGEST_PATTERN = 1000;

  private final Yaml document;
  private final Findings findings;

  MetadataKeyChecks(Yaml document, Findings findings) {
    this.document = document;
    this.findings = findings;
  }

  void check() {
    identity("app_name");
    identity("app_version");
    kubernetes();
    for (String section : List.of("upgrades", "downgrades", "behavior", "k8s_upgrades")) {
      mapping(section);
    }
    flag("upgrades", "auto_update");
    flag("upgrades", "update_failure_no_rollback");
    flag("downgrades", "auto_downgrade");
    flag("behavior", "platform_managed_app");
    flag("k8s_upgrades", "auto_update");
    text("behavior", "desired_state");
    list("disabled_charts");
    list("behavior", "forbidden_manual_operations");
    mapping("behavior", "evaluate_reapply");
    triggers();
    timing();
    fromVersions();
    releases();
    dependencies("dependent_apps", true);
    dependencies("dependent_parent_exceptions", false);
    document
        .at("class")
        .filter(value -> value.asText().filter(CLASSES::contains).isEmpty())
        .ifPresent(
            value ->
                invalid(
                    MetadataRules.CLASS,
                    value,
                    "class expected values are ['critical', 'storage', 'discovery', 'optional',"
                        + " 'reporting']."));
  }

  private void identity(String key) {
    Optional<Yaml> value = document.at(key);
    if (value.isEmpty() || isEmpty(value.get())) {
      invalid(MetadataRules.IDENTITY, value.orElse(document), key + " is empty or None.");
    } else if (value.get().asText().isEmpty()) {
      invalid(MetadataRules.IDENTITY, value.get(), key + " should be (<class 'str'>,).");
    }
  }

  private static boolean isEmpty(Yaml value) {
    return value.isNull() || (value instanceof Yaml.Scalar scalar && scalar.text().isEmpty());
  }

  private void kubernetes() {
    if (!mapping("supported_k8s_version")) {
      return;
    }
    Optional<Yaml> minimum = document.at("supported_k8s_version", "minimum");
    if (document.entries("supported_k8s_version").isEmpty()) {
      report(
          MetadataRules.KUBERNETES_VERSION,
          document.at("supported_k8s_version").orElse(document),
          "Kubernetes supported versions not specified on application metadata file. Please add a"
              + " 'supported_k8s_version' section containing at least a 'minimum' field ('maximum'"
              + " field is optional).");
    } else if (minimum.isEmpty() || isEmpty(minimum.get())) {
      report(
          MetadataRules.KUBERNETES_VERSION,
          document.at("supported_k8s_version").orElse(document),
          "Minimum supported Kubernetes version not specified on application metadata file. Please"
              + " add a 'minimum' field to the 'supported_k8s_version' section.");
    }
    Optional<Long> low = version("minimum");
    Optional<Long> high = version("maximum");
    if (low.isPresent() && high.isPresent() && low.get() > high.get()) {
      findings.add(
          MetadataRules.KUBERNETES_RANGE,
          MetadataRules.FILE,
          document.lineOf("supported_k8s_version", "maximum"),
          "supported_k8s_version.maximum is below minimum");
    }
  }

  private Optional<Long> version(String key) {
    Optional<Yaml> value =
        document.at("supported_k8s_version", key).filter(present -> !isEmpty(present));
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> text = value.get().asText();
    if (text.isEmpty()) {
      invalid(MetadataRules.KUBERNETES_VERSION, value.get(), key + " should be (<class 'str'>,).");
      return Optional.empty();
    }
    Matcher matcher = KUBERNETES.matcher(text.get());
    if (!matcher.matches()) {
      report(
          MetadataRules.KUBERNETES_VERSION,
          value.get(),
          "Supported Kubernetes versions should be formatted as major.minor (e.g. v1.27) or"
              + " major.minor.patch (e.g. v1.27.5). Be mindful that the major.minor format will be"
              + " converted to major.minor.0 (e.g. v1.27 is equal to v1.27.0).");
      return Optional.empty();
    }
    String patch = Optional.ofNullable(matcher.group("patch")).orElse("0");
    return Optional.of(
        (Long.parseLong(matcher.group("major")) * 100_000_000
                    + Long.parseLong(matcher.group("minor")))
                * 100_000_000
            + Long.parseLong(patch));
  }

  /** Whether the key is absent or holds a mapping. */
  private boolean mapping(String... path) {
    Optional<Yaml> value = document.at(path);
    if (value.isPresent() && !(value.get() instanceof Yaml.Mapping)) {
      invalid(MetadataRules.SHAPE, value.get(), path[path.length - 1] + " should be a dict.");
      return false;
    }
    return true;
  }

  private boolean list(String... path) {
    Optional<Yaml> value = document.at(path);
    if (value.isPresent() && !(value.get() instanceof Yaml.Sequence)) {
      invalid(MetadataRules.SHAPE, value.get(), path[path.length - 1] + " should be a list.");
      return false;
    }
    return true;
  }

  private void text(String... path) {
    Optional<Yaml> value = document.at(path);
    if (value.isPresent() && value.get().asText().isEmpty()) {
      invalid(
          MetadataRules.SHAPE, value.get(), path[path.length - 1] + " should be (<class 'str'>,).");
    }
  }

  private void flag(String section, String key) {
    document
        .at(section, key)
        .filter(
            value ->
                !(value instanceof Yaml.Scalar scalar
                    && FLAGS.contains(scalar.text().toLowerCase(Locale.ROOT))))
        .ifPresent(
            value ->
                invalid(
                    MetadataRules.FLAG,
                    value,
                    key + " expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'"));
  }

  private void triggers() {
    list("behavior", "evaluate_reapply", "triggers");
    for (Yaml trigger : document.items("behavior", "evaluate_reapply", "triggers")) {
      if (!(trigger instanceof Yaml.Mapping)) {
        invalid(MetadataRules.SHAPE, trigger, "triggers should be a dict.");
        continue;
      }
      trigger
          .at("filters")
          .filter(filters -> !(filters instanceof Yaml.Sequence))
          .ifPresent(filters -> invalid(MetadataRules.SHAPE, filters, "filters should be a list."));
      for (Yaml filter : trigger.items("filters")) {
        if (!(filter instanceof Yaml.Mapping)) {
          invalid(MetadataRules.SHAPE, filter, "filters should be a dict.");
        }
      }
    }
  }

  private void timing() {
    Optional<Yaml> timing = document.at("k8s_upgrades", "timing");
    Optional<Yaml> update = document.at("k8s_upgrades", "auto_update");
    timing
        .filter(value -> value.asText().filter(Set.of("pre", "post")::contains).isEmpty())
        .ifPresent(
            value ->
                invalid(
                    MetadataRules.TIMING,
                    value,
                    "timing expected value is either 'pre' or 'post'."));
    if (timing.isPresent() != update.isPresent()) {
      String there = update.isPresent() ? "auto_update" : "timing";
      String missing = update.isPresent() ? "timing" : "auto_update";
      report(
          MetadataRules.TIMING,
          update.or(() -> timing).orElse(document),
          "Metadata file has 'k8s_upgrade:%s' set but no corresponding k8s_upgrade:%s field was found. Please add a '%s' field to the 'k8s_upgrade' section."
              .formatted(there, missing, missing));
    }
  }

  private void fromVersions() {
    list("upgrades", "from_versions");
    for (Yaml version : document.items("upgrades", "from_versions")) {
      if (version.asText().isEmpty()) {
        report(MetadataRules.FROM_VERSIONS, version, "Invalid string: " + shown(version) + ".");
      } else if (!isPattern(version)) {
        invalid(
            MetadataRules.FROM_VERSIONS,
            version,
            "from_versions entry '" + shown(version) + "' should be a valid regular expression.");
      }
    }
  }

  private void releases() {
    mapping("supported_releases");
    for (Yaml.Entry entry : document.entries("supported_releases")) {
      if (entry.key().kind() != Yaml.Kind.STRING) {
        invalid(
            MetadataRules.RELEASES,
            entry.key(),
            "supported_releases release key should be (<class 'str'>,).");
      } else if (!(entry.value() instanceof Yaml.Sequence)) {
        invalid(
            MetadataRules.RELEASES,
            entry.value(),
            entry.key().text() + ": [<patch>, ...] patches should be a list.");
      }
    }
  }

  private void dependencies(String key, boolean hasAction) {
    list(key);
    for (Yaml entry : document.items(key)) {
      switch (entry) {
        case Yaml.Mapping one -> dependency(one, hasAction);
        case Yaml.Sequence group when group.items().size() < 2 ->
            report(
                MetadataRules.DEPENDENCY,
                entry,
                "Invalid dependent_apps entry: must contain at least two mutually exclusive apps.");
        case Yaml.Sequence group -> group.items().forEach(one -> dependency(one, hasAction));
        case Yaml.Scalar scalar ->
            report(
                MetadataRules.DEPENDENCY,
                scalar,
                "Invalid dependent_apps entry: must be dict or list.");
      }
    }
  }

  private void dependency(Yaml entry, boolean hasAction) {
    if (!(entry instanceof Yaml.Mapping)) {
      report(
          MetadataRules.DEPENDENCY, entry, "Invalid dependent_apps entry: must be dict or list.");
      return;
    }
    if (entry.text("name").isEmpty()) {
      invalid(MetadataRules.DEPENDENCY, entry, "name is a required string field.");
    }
    if (entry.at("version").filter(MetadataKeyChecks::isPattern).isEmpty()) {
      invalid(MetadataRules.DEPENDENCY, entry, "version is a required regular expression field.");
    }
    if (hasAction && entry.text("action").filter(ACTIONS::contains).isEmpty()) {
      invalid(
          MetadataRules.DEPENDENCY,
          entry,
          "action expected values are ['warn', 'ignore', 'error', 'apply'].");
    }
  }

  private static boolean isPattern(Yaml value) {
    Optional<String> text = value.asText();
    if (text.isEmpty() || text.get().length() > LONGEST_PATTERN) {
      return false;
    }
    try {
      Pattern.compile(text.get());
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private static String shown(Yaml value) {
    return value instanceof Yaml.Scalar scalar ? scalar.text() : "a collection";
  }

  private void invalid(Rule rule, Yaml where, String text) {
    report(rule, where, "Invalid metadata.yaml: " + text);
  }

  private void report(Rule rule, Yaml where, String text) {
    findings.add(rule, MetadataRules.FILE, where.line(), PREFIX + text);
  }
}
