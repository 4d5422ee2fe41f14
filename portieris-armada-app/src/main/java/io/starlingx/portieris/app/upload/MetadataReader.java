/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import io.starlingx.portieris.app.upload.AppMetadata.Behavior;
import io.starlingx.portieris.app.upload.AppMetadata.Dependency;
import io.starlingx.portieris.app.upload.AppMetadata.KubernetesVersions;
import io.starlingx.portieris.app.upload.AppMetadata.ParentException;
import io.starlingx.portieris.app.upload.AppMetadata.Upgrades;
import io.starlingx.portieris.app.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a document in which {@link MetadataValidation} found no problem. */
final class MetadataReader {

  private static final Set<String> TRUE = Set.of("true", "yes", "y", "1");

  private final Yaml document;

  private MetadataReader(Yaml document) {
    this.document = document;
  }

  static AppMetadata read(Yaml document) {
    return new MetadataReader(document).read();
  }

  private AppMetadata read() {
    return new AppMetadata(
        text("app_name"),
        text("app_version"),
        document.text("helm_repo").orElse("starlingx"),
        texts(document, "disabled_charts"),
        truth("maintain_user_overrides"),
        truth("maintain_attributes"),
        Optional.of(
            new KubernetesVersions(
                text("supported_k8s_version", "minimum"),
                text("supported_k8s_version", "maximum"))),
        new Upgrades(
            flag(false, "upgrades", "auto_update"),
            flag(false, "upgrades", "update_failure_no_rollback"),
            texts(document, "upgrades", "from_versions"),
            flag(true, "downgrades", "auto_downgrade")),
        new Behavior(
            flag(false, "behavior", "platform_managed_app"),
            text("behavior", "desired_state"),
            texts(document, "behavior", "forbidden_manual_operations"),
            document.items("behavior", "evaluate_reapply", "triggers").stream()
                .map(trigger -> trigger.text("type").orElse(""))
                .toList()),
        patches(),
        document.items("dependent_apps").stream().map(MetadataReader::dependency).toList(),
        document.items("dependent_parent_exceptions").stream()
            .map(
                entry ->
                    new ParentException(
                        entry.text("name").orElse(""), entry.text("version").orElse("")))
            .toList(),
        text("class"));
  }

  private Map<String, List<String>> patches() {
    Map<String, List<String>> patches = new LinkedHashMap<>();
    for (Yaml.Entry release : document.entries("supported_releases")) {
      patches.put(release.key().text(), texts(release.value()));
    }
    return patches;
  }

  private static Dependency dependency(Yaml entry) {
    List<Yaml> alternatives = entry instanceof Yaml.Sequence group ? group.items() : List.of(entry);
    return new Dependency(alternatives.stream().map(MetadataReader::alternative).toList());
  }

  private static Alternative alternative(Yaml entry) {
    return new Alternative(
        entry.text("name").orElse(""),
        entry.text("version").orElse(""),
        entry.text("action").orElse(""));
  }

  private String text(String... path) {
    return document.text(path).orElse("");
  }

  private static List<String> texts(Yaml parent, String... path) {
    List<String> texts = new ArrayList<>();
    for (Yaml item : parent.items(path)) {
      texts.add(item instanceof Yaml.Scalar scalar ? scalar.text() : "");
    }
    return texts;
  }

  private boolean flag(boolean otherwise, String... path) {
    return document.at(path).orElse(document) instanceof Yaml.Scalar scalar
        ? TRUE.contains(scalar.text().toLowerCase(Locale.ROOT))
        : otherwise;
  }

  /** As {@link #flag}, for keys of which the platform only takes the truth value. */
  private boolean truth(String key) {
    return switch (document.at(key).orElse(new Yaml.Scalar(1, "", Yaml.Kind.NULL))) {
      case Yaml.Mapping mapping -> !mapping.entries().isEmpty();
      case Yaml.Sequence sequence -> !sequence.items().isEmpty();
      case Yaml.Scalar(int line, String text, Yaml.Kind kind) ->
          switch (kind) {
            case NULL -> false;
            case STRING, OTHER -> !text.isEmpty();
            case NUMBER -> !text.matches("[-+]?0+(\\.0*)?");
            case BOOLEAN ->
                Set.of("true", "yes", "on", "y").contains(text.toLowerCase(Locale.ROOT));
          };
    };
  }
}
