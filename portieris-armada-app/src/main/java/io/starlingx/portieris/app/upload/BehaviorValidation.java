/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import io.starlingx.portieris.app.upload.MetadataProblem.Kind;
import io.starlingx.portieris.app.yaml.Yaml;
import java.util.Optional;
import java.util.Set;

/** The sections about what the platform does by itself, and on which of its releases. */
final class BehaviorValidation {

  private static final Set<String> TIMINGS = Set.of("pre", "post");

  private final Yaml document;
  private final MetadataProblems problems;

  BehaviorValidation(MetadataProblems problems) {
    this.document = problems.document();
    this.problems = problems;
  }

  void validate() {
    behavior();
    upgrades();
    kubernetesUpgrades();
    releases();
  }

  private void behavior() {
    problems.mapping("behavior");
    problems.mapping("behavior", "evaluate_reapply");
    problems.list("behavior", "evaluate_reapply", "triggers");
    for (Yaml trigger : document.items("behavior", "evaluate_reapply", "triggers")) {
      if (!(trigger instanceof Yaml.Mapping)) {
        problems.invalid(Kind.SHAPE, trigger, "triggers should be a dict.");
        continue;
      }
      problems.text(trigger, "type");
      problems.text(trigger, "filter_field");
      Optional<Yaml> filters = trigger.at("filters");
      if (filters.isPresent() && !(filters.get() instanceof Yaml.Sequence)) {
        problems.invalid(Kind.SHAPE, filters.get(), "filters should be a list.");
      }
      for (Yaml filter : trigger.items("filters")) {
        if (!(filter instanceof Yaml.Mapping)) {
          problems.invalid(Kind.SHAPE, filter, "filters should be a dict.");
        }
      }
    }
    problems.flag("behavior", "platform_managed_app");
    problems.text(document, "behavior", "desired_state");
    problems.list("behavior", "forbidden_manual_operations");
  }

  private void upgrades() {
    problems.mapping("upgrades");
    problems.mapping("downgrades");
    problems.flag("upgrades", "auto_update");
    problems.flag("upgrades", "update_failure_no_rollback");
    problems.list("upgrades", "from_versions");
    for (Yaml version : document.items("upgrades", "from_versions")) {
      String shown = version instanceof Yaml.Scalar scalar ? scalar.text() : "a collection";
      if (version.asText().isEmpty()) {
        problems.report(Kind.FROM_VERSIONS, version, "Invalid string: " + shown + ".");
      } else if (!MetadataProblems.isPattern(version)) {
        problems.invalid(
            Kind.FROM_VERSIONS,
            version,
            "from_versions entry '" + shown + "' should be a valid regular expression.");
      }
    }
    problems.flag("downgrades", "auto_downgrade");
  }

  private void kubernetesUpgrades() {
    problems.mapping("k8s_upgrades");
    problems.flag("k8s_upgrades", "auto_update");
    Optional<Yaml> timing = document.at("k8s_upgrades", "timing");
    Optional<Yaml> update = document.at("k8s_upgrades", "auto_update");
    timing
        .filter(value -> value.asText().filter(TIMINGS::contains).isEmpty())
        .ifPresent(
            value ->
                problems.invalid(
                    Kind.TIMING, value, "timing expected value is either 'pre' or 'post'."));
    if (timing.isPresent() != update.isPresent()) {
      String there = update.isPresent() ? "auto_update" : "timing";
      String missing = update.isPresent() ? "timing" : "auto_update";
      problems.report(
          Kind.TIMING,
          update.or(() -> timing).orElse(document),
          "Metadata file has 'k8s_upgrade:%s' set but no corresponding k8s_upgrade:%s field was found. Please add a '%s' field to the 'k8s_upgrade' section."
              .formatted(there, missing, missing));
    }
  }

  private void releases() {
    problems.mapping("supported_releases");
    for (Yaml.Entry entry : document.entries("supported_releases")) {
      if (entry.key().kind() != Yaml.Kind.STRING) {
        problems.invalid(
            Kind.RELEASES,
            entry.key(),
            "supported_releases release key should be (<class 'str'>,).");
      } else if (!(entry.value() instanceof Yaml.Sequence)) {
        problems.invalid(
            Kind.RELEASES,
            entry.value(),
            entry.key().text() + ": [<patch>, ...] patches should be a list.");
      }
    }
  }
}
