/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import io.starlingx.portieris.app.upload.MetadataProblem.Kind;
import io.starlingx.portieris.app.yaml.Yaml;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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
  private static final Set<String> CLASSES =
      Set.of("critical", "storage", "discovery", "optional", "reporting");

  private final Yaml document;
  private final MetadataProblems problems;

  private MetadataValidation(Yaml document) {
    this.document = document;
    this.problems = new MetadataProblems(document);
  }

  /** Every problem of a document that is a mapping. */
  public static List<MetadataProblem> problems(Yaml.Mapping document) {
    MetadataValidation validation = new MetadataValidation(document);
    validation.duplicates(document);
    validation.validate();
    return validation.problems.all();
  }

  private void validate() {
    identity("app_name");
    identity("app_version");
    kubernetes();
    new BehaviorValidation(problems).validate();
    new DependencyValidation(problems).validate();
    document
        .at("class")
        .filter(value -> value.asText().filter(CLASSES::contains).isEmpty())
        .ifPresent(
            value ->
                problems.invalid(
                    Kind.CLASS,
                    value,
                    "class expected values are ['critical', 'storage', 'discovery', 'optional',"
                        + " 'reporting']."));
    problems.list("disabled_charts");
  }

  private void duplicates(Yaml node) {
    switch (node) {
      case Yaml.Mapping mapping -> {
        Set<String> seen = new HashSet<>();
        for (Yaml.Entry entry : mapping.entries()) {
          if (!seen.add(entry.key().text())) {
            int line = entry.key().line();
            String text = "line " + line + ": found duplicate key " + entry.key().text() + ".";
            problems.invalid(Kind.DUPLICATE_KEY, entry.key(), text);
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
      problems.invalid(Kind.IDENTITY, value.orElse(document), key + " is empty or None.");
    } else if (value.get().asText().isEmpty()) {
      problems.invalid(Kind.IDENTITY, value.get(), key + " should be (<class 'str'>,).");
    }
  }

  private static boolean isEmpty(Yaml value) {
    return value.isNull() || (value instanceof Yaml.Scalar scalar && scalar.text().isEmpty());
  }

  private void kubernetes() {
    Optional<Yaml> section = document.at("supported_k8s_version").filter(value -> !value.isNull());
    if (section.isPresent() && !problems.mapping("supported_k8s_version")) {
      return;
    }
    if (document.entries("supported_k8s_version").isEmpty()) {
      problems.report(
          Kind.KUBERNETES_VERSION,
          section.orElse(document),
          "Kubernetes supported versions not specified on application metadata file. Please add a"
              + " 'supported_k8s_version' section containing at least a 'minimum' field ('maximum'"
              + " field is optional).");
    } else if (document.at("supported_k8s_version", "minimum").filter(v -> !isEmpty(v)).isEmpty()) {
      problems.report(
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
      problems.invalid(Kind.KUBERNETES_VERSION, value.get(), key + " should be (<class 'str'>,).");
    } else if (!KUBERNETES_VERSION.matcher(text.get()).matches()) {
      problems.report(
          Kind.KUBERNETES_VERSION,
          value.get(),
          "Supported Kubernetes versions should be formatted as major.minor (e.g. v1.27) or"
              + " major.minor.patch (e.g. v1.27.5). Be mindful that the major.minor format will be"
              + " converted to major.minor.0 (e.g. v1.27 is equal to v1.27.0).");
    }
  }
}
