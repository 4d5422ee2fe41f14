/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import io.starlingx.portieris.app.upload.MetadataProblem.Kind;
import io.starlingx.portieris.app.yaml.Yaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Validates {@code metadata.yaml} as sysinv does: in its order and with its texts. Unknown keys are
 * accepted. sysinv stops at the first problem; this finds all.
 *
 * @see <a href="https://docs.starlingx.io/developer_resources/index.html">StarlingX developer
 *     resources</a>
 */
public final class MetadataValidation {

  private static final Pattern KUBERNETES_VERSION =
      Pattern.compile("v?([0-9][.])([0-9]+[.])?([0-9]+)");
  private static final Set<String> FLAGS = Set.of("true", "false", "yes", "no", "y", "n", "1", "0");
  private static final Set<String> CLASSES =
      Set.of("critical", "storage", "discovery", "optional", "reporting");
  private static final Set<String> ACTIONS = Set.of("warn", "ignore", "error", "apply");
  private static final Set<String> TIMINGS = Set.of("pre", "post");
  private static final int LONGEST_PATTERN = 1000;

  private final Yaml document;
  private final List<MetadataProblem> problems = new ArrayList<>();

  private MetadataValidation(Yaml document) {
    this.document = document;
  }

  /** Every problem of a document that is a mapping. */
  public static List<MetadataProblem> problems(Yaml.Mapping document) {
    MetadataValidation validation = new MetadataValidation(document);
    validation.duplicates(document);
    validation.validate();
    return List.copyOf(validation.problems);
  }

  private void validate() {
    identity("app_name");
    identity("app_version");
    kubernetes();
    behavior();
    upgrades();
    kubernetesUpgrades();
    releases();
    dependencies("dependent_apps", true);
    dependencies("dependent_parent_exceptions", false);
    document
        .at("class")
        .filter(value -> value.asText().filter(CLASSES::contains).isEmpty())
        .ifPresent(
            value ->
                invalid(
                    Kind.CLASS,
                    value,
                    "class expected values are ['critical', 'storage', 'discovery', 'optional',"
                        + " 'reporting']."));
    list("disabled_charts");
  }

  private void duplicates(Yaml node) {
    switch (node) {
      case Yaml.Mapping mapping -> {
        Set<String> seen = new HashSet<>();
        for (Yaml.Entry entry : mapping.entries()) {
          if (!seen.add(entry.key().text())) {
            int line = entry.key().line();
            String text = "line " + line + ": found duplicate key " + entry.key().text() + ".";
            invalid(Kind.DUPLICATE_KEY, entry.key(), text);
          }
          duplicates(entry.value());
        }
      }
      case Yaml.Sequence sequence -> sequence.items().forEach(this::duplicates);
      case Yaml.Scalar scalar -> {}
    }
  }

  private void identity(String key) {
    Optional<Yaml> value = document.at(key);
    if (value.isEmpty() || isEmpty(value.get())) {
      invalid(Kind.IDENTITY, value.orElse(document), key + " is empty or None.");
    } else if (value.get().asText().isEmpty()) {
      invalid(Kind.IDENTITY, value.get(), key + " should be (<class 'str'>,).");
    }
  }

  private static boolean isEmpty(Yaml value) {
    return value.isNull() || (value instanceof Yaml.Scalar scalar && scalar.text().isEmpty());
  }

  private void kubernetes() {
    Optional<Yaml> section = document.at("supported_k8s_version").filter(value -> !value.isNull());
    if (section.isPresent() && !mapping("supported_k8s_version")) {
      return;
    }
    if (document.entries("supported_k8s_version").isEmpty()) {
      report(
          Kind.KUBERNETES_VERSION,
          section.orElse(document),
          "Kubernetes supported versions not specified on application metadata file. Please add a"
              + " 'supported_k8s_version' section containing at least a 'minimum' field ('maximum'"
              + " field is optional).");
    } else if (document.at("supported_k8s_version", "minimum").filter(v -> !isEmpty(v)).isEmpty()) {
      report(
          Kind.KUBERNETES_VERSION,
          section.orElse(document),
          "Minimum supported Kubernetes version not specified on application metadata file. Please"
              + " add a 'minimum' field to the 'supported_k8s_version' section.");
    }
    version("minimum");
    version("maximum");
  }

  private void version(String key) {
    Optional<Yaml> value = document.at("supported_k8s_version", key).filter(v -> !isEmpty(v));
    if (value.isEmpty()) {
      return;
    }
    Optional<String> text = value.get().asText();
    if (text.isEmpty()) {
      invalid(Kind.KUBERNETES_VERSION, value.get(), key + " should be (<class 'str'>,).");
    } else if (!KUBERNETES_VERSION.matcher(text.get()).matches()) {
      report(
          Kind.KUBERNETES_VERSION,
          value.get(),
          "Supported Kubernetes versions should be formatted as major.minor (e.g. v1.27) or"
              + " major.minor.patch (e.g. v1.27.5). Be mindful that the major.minor format will be"
              + " converted to major.minor.0 (e.g. v1.27 is equal to v1.27.0).");
    }
  }

  private void behavior() {
    mapping("behavior");
    mapping("behavior", "evaluate_reapply");
    list("behavior", "evaluate_reapply", "triggers");
    for (Yaml trigger : document.items("behavior", "evaluate_reapply", "triggers")) {
      if (!(trigger instanceof Yaml.Mapping)) {
        invalid(Kind.SHAPE, trigger, "triggers should be a dict.");
        continue;
      }
      text(trigger, "type");
      text(trigger, "filter_field");
      Optional<Yaml> filters = trigger.at("filters");
      if (filters.isPresent() && !(filters.get() instanceof Yaml.Sequence)) {
        invalid(Kind.SHAPE, filters.get(), "filters should be a list.");
      }
      for (Yaml filter : trigger.items("filters")) {
        if (!(filter instanceof Yaml.Mapping)) {
          invalid(Kind.SHAPE, filter, "filters should be a dict.");
        }
      }
    }
    flag("behavior", "platform_managed_app");
    text(document, "behavior", "desired_state");
    list("behavior", "forbidden_manual_operations");
  }

  private void upgrades() {
    mapping("upgrades");
    mapping("downgrades");
    flag("upgrades", "auto_update");
    flag("upgrades", "update_failure_no_rollback");
    list("upgrades", "from_versions");
    for (Yaml version : document.items("upgrades", "from_versions")) {
      String shown = version instanceof Yaml.Scalar scalar ? scalar.text() : "a collection";
      if (version.asText().isEmpty()) {
        report(Kind.FROM_VERSIONS, version, "Invalid string: " + shown + ".");
      } else if (!isPattern(version)) {
        invalid(
            Kind.FROM_VERSIONS,
            version,
            "from_versions entry '" + shown + "' should be a valid regular expression.");
      }
    }
    flag("downgrades", "auto_downgrade");
  }

  private void kubernetesUpgrades() {
    mapping("k8s_upgrades");
    flag("k8s_upgrades", "auto_update");
    Optional<Yaml> timing = document.at("k8s_upgrades", "timing");
    Optional<Yaml> update = document.at("k8s_upgrades", "auto_update");
    timing
        .filter(value -> value.asText().filter(TIMINGS::contains).isEmpty())
        .ifPresent(
            value ->
                invalid(Kind.TIMING, value, "timing expected value is either 'pre' or 'post'."));
    if (timing.isPresent() != update.isPresent()) {
      String there = update.isPresent() ? "auto_update" : "timing";
      String missing = update.isPresent() ? "timing" : "auto_update";
      report(
          Kind.TIMING,
          update.or(() -> timing).orElse(document),
          "Metadata file has 'k8s_upgrade:%s' set but no corresponding k8s_upgrade:%s field was found. Please add a '%s' field to the 'k8s_upgrade' section."
              .formatted(there, missing, missing));
    }
  }

  private void releases() {
    mapping("supported_releases");
    for (Yaml.Entry entry : document.entries("supported_releases")) {
      if (entry.key().kind() != Yaml.Kind.STRING) {
        invalid(
            Kind.RELEASES,
            entry.key(),
            "supported_releases release key should be (<class 'str'>,).");
      } else if (!(entry.value() instanceof Yaml.Sequence)) {
        invalid(
            Kind.RELEASES,
            entry.value(),
            entry.key().text() + ": [<patch>, ...] patches should be a list.");
      }
    }
  }

  private void dependencies(String key, boolean hasAction) {
    list(key);
    for (Yaml entry : document.items(key)) {
      switch (entry) {
        case Yaml.Sequence group when group.items().size() < 2 ->
            report(
                Kind.DEPENDENCY,
                entry,
                "Invalid dependent_apps entry: must contain at least two mutually exclusive apps.");
        case Yaml.Sequence group -> group.items().forEach(one -> dependency(one, hasAction));
        case Yaml.Mapping one -> dependency(one, hasAction);
        case Yaml.Scalar scalar -> dependency(scalar, hasAction);
      }
    }
  }

  private void dependency(Yaml entry, boolean hasAction) {
    if (!(entry instanceof Yaml.Mapping)) {
      report(Kind.DEPENDENCY, entry, "Invalid dependent_apps entry: must be dict or list.");
      return;
    }
    if (entry.text("name").isEmpty()) {
      invalid(Kind.DEPENDENCY, entry, "name is a required string field.");
    }
    if (entry.at("version").filter(MetadataValidation::isPattern).isEmpty()) {
      invalid(Kind.DEPENDENCY, entry, "version is a required regular expression field.");
    }
    if (hasAction && entry.text("action").filter(ACTIONS::contains).isEmpty()) {
      invalid(
          Kind.DEPENDENCY,
          entry,
          "action expected values are ['warn', 'ignore', 'error', 'apply'].");
    }
  }

  /** Whether the key is absent or holds a mapping. */
  private boolean mapping(String... path) {
    Optional<Yaml> value = document.at(path);
    if (value.isPresent() && !(value.get() instanceof Yaml.Mapping)) {
      invalid(Kind.SHAPE, value.get(), path[path.length - 1] + " should be a dict.");
      return false;
    }
    return true;
  }

  private void list(String... path) {
    Optional<Yaml> value = document.at(path);
    if (value.isPresent() && !(value.get() instanceof Yaml.Sequence)) {
      invalid(Kind.SHAPE, value.get(), path[path.length - 1] + " should be a list.");
    }
  }

  private void text(Yaml parent, String... path) {
    Optional<Yaml> value = parent.at(path);
    if (value.isPresent()
        && !(value.get() instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.STRING)) {
      invalid(Kind.SHAPE, value.get(), path[path.length - 1] + " should be (<class 'str'>,).");
    }
  }

  private void flag(String section, String key) {
    Optional<Yaml> value = document.at(section, key);
    if (value.isPresent()
        && !(value.get() instanceof Yaml.Scalar scalar
            && FLAGS.contains(scalar.text().toLowerCase(Locale.ROOT)))) {
      invalid(
          Kind.FLAG,
          value.get(),
          key + " expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'");
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

  private void invalid(Kind kind, Yaml where, String text) {
    report(kind, where, "Invalid metadata.yaml: " + text);
  }

  private void report(Kind kind, Yaml where, String text) {
    problems.add(new MetadataProblem(kind, where.line(), text));
  }
}
