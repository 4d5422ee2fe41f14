/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import io.starlingx.portieris.app.upload.MetadataProblem.Kind;
import io.starlingx.portieris.app.yaml.Yaml;
import java.util.Set;

/** The applications that this one depends on, or that depend on it. */
final class DependencyValidation {

  private static final Set<String> ACTIONS = Set.of("warn", "ignore", "error", "apply");

  private final Yaml document;
  private final MetadataProblems problems;

  DependencyValidation(MetadataProblems problems) {
    this.document = problems.document();
    this.problems = problems;
  }

  void validate() {
    dependencies("dependent_apps", true);
    dependencies("dependent_parent_exceptions", false);
  }

  private void dependencies(String key, boolean hasAction) {
    problems.list(key);
    for (Yaml entry : document.items(key)) {
      switch (entry) {
        case Yaml.Sequence group when group.items().size() < 2 ->
            problems.report(
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
      problems.report(
          Kind.DEPENDENCY, entry, "Invalid dependent_apps entry: must be dict or list.");
      return;
    }
    if (entry.text("name").isEmpty()) {
      problems.invalid(Kind.DEPENDENCY, entry, "name is a required string field.");
    }
    if (entry.at("version").filter(MetadataProblems::isPattern).isEmpty()) {
      problems.invalid(Kind.DEPENDENCY, entry, "version is a required regular expression field.");
    }
    if (hasAction && entry.text("action").filter(ACTIONS::contains).isEmpty()) {
      problems.invalid(
          Kind.DEPENDENCY,
          entry,
          "action expected values are ['warn', 'ignore', 'error', 'apply'].");
    }
  }
}
