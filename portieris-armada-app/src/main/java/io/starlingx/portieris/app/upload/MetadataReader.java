/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import static io.starlingx.portieris.app.upload.MetadataFields.flag;
import static io.starlingx.portieris.app.upload.MetadataFields.invalid;
import static io.starlingx.portieris.app.upload.MetadataFields.isPattern;
import static io.starlingx.portieris.app.upload.MetadataFields.list;
import static io.starlingx.portieris.app.upload.MetadataFields.mapping;
import static io.starlingx.portieris.app.upload.MetadataFields.string;
import static io.starlingx.portieris.app.upload.MetadataFields.strings;
import static io.starlingx.portieris.app.upload.MetadataFields.truth;

import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import io.starlingx.portieris.app.upload.AppMetadata.Behavior;
import io.starlingx.portieris.app.upload.AppMetadata.KubernetesVersions;
import io.starlingx.portieris.app.upload.AppMetadata.Upgrades;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Validates {@code metadata.yaml} as sysinv does. Unknown keys are accepted. Where sysinv fails
 * without a message of its own (an empty or unreadable file, a version that is a number), this
 * gives one.
 *
 * @see <a href="https://docs.starlingx.io/developer_resources/index.html">StarlingX developer
 *     resources</a>
 */
final class MetadataReader {

  private static final Pattern KUBERNETES_VERSION =
      Pattern.compile("v?([0-9][.])([0-9]+[.])?([0-9]+)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}");
  private static final List<String> CLASSES =
      List.of("critical", "storage", "discovery", "optional", "reporting");
  private static final Set<String> TIMINGS = Set.of("pre", "post");

  private MetadataReader() {}

  static AppMetadata read(Map<?, ?> document) throws RejectedUploadException {
    String name = identity(document, "app_name");
    String version = identity(document, "app_version");
    Optional<KubernetesVersions> kubernetes = Optional.of(kubernetes(document));
    Behavior behavior = behavior(mapping(document, "behavior"));
    Upgrades upgrades = upgrades(mapping(document, "upgrades"), mapping(document, "downgrades"));
    checkKubernetesUpgrades(mapping(document, "k8s_upgrades"));
    Map<String, List<String>> patches = patches(mapping(document, "supported_releases"));
    List<AppMetadata.Dependency> dependencies = dependencies(document);
    checkClass(document);
    String repository = string(document, "helm_repo");
    return new AppMetadata(
        name,
        version,
        repository.isEmpty() ? "starlingx" : repository,
        strings(document, "disabled_charts"),
        truth(document, "maintain_user_overrides"),
        truth(document, "maintain_attributes"),
        kubernetes,
        upgrades,
        behavior,
        patches,
        dependencies);
  }

  private static String identity(Map<?, ?> document, String key) throws RejectedUploadException {
    Object value = document.get(key);
    if (value == null || value.equals("")) {
      throw invalid("Invalid metadata.yaml: " + key + " is empty or None.", "");
    }
    String text = string(document, key);
    if (!NAME.matcher(text).matches()) {
      throw invalid(
          "Invalid metadata.yaml: "
              + key
              + " may hold only letters, digits, '.', '_', '+' and '-'.",
          "");
    }
    return text;
  }

  private static KubernetesVersions kubernetes(Map<?, ?> document) throws RejectedUploadException {
    Map<?, ?> supported = mapping(document, "supported_k8s_version");
    if (supported.isEmpty()) {
      throw invalid(
          "Kubernetes supported versions not specified on application metadata file. Please add a"
              + " 'supported_k8s_version' section containing at least a 'minimum' field ('maximum'"
              + " field is optional).",
          "");
    }
    String minimum = string(supported, "minimum");
    if (minimum.isEmpty()) {
      throw invalid(
          "Minimum supported Kubernetes version not specified on application metadata file. Please"
              + " add a 'minimum' field to the 'supported_k8s_version' section.",
          "");
    }
    String maximum = string(supported, "maximum");
    for (String version : List.of(minimum, maximum)) {
      if (!version.isEmpty() && !KUBERNETES_VERSION.matcher(version).matches()) {
        throw invalid(
            "Supported Kubernetes versions should be formatted as major.minor (e.g. v1.27) or"
                + " major.minor.patch (e.g. v1.27.5). Be mindful that the major.minor format will"
                + " be converted to major.minor.0 (e.g. v1.27 is equal to v1.27.0).",
            version);
      }
    }
    return new KubernetesVersions(minimum, maximum);
  }

  private static Behavior behavior(Map<?, ?> behavior) throws RejectedUploadException {
    List<String> triggers = new ArrayList<>();
    for (Object trigger : list(mapping(behavior, "evaluate_reapply"), "triggers")) {
      if (!(trigger instanceof Map<?, ?> fields)) {
        throw invalid("Invalid metadata.yaml: triggers should be a dict.", "");
      }
      triggers.add(string(fields, "type"));
      string(fields, "filter_field");
      for (Object filter : list(fields, "filters")) {
        if (!(filter instanceof Map<?, ?>)) {
          throw invalid("Invalid metadata.yaml: filters should be a dict.", "");
        }
      }
    }
    return new Behavior(
        flag(behavior, "platform_managed_app", false),
        string(behavior, "desired_state"),
        strings(behavior, "forbidden_manual_operations"),
        triggers);
  }

  private static Upgrades upgrades(Map<?, ?> upgrades, Map<?, ?> downgrades)
      throws RejectedUploadException {
    List<String> fromVersions = new ArrayList<>();
    for (Object version : list(upgrades, "from_versions")) {
      if (!(version instanceof String pattern)) {
        throw invalid("Invalid string: " + version + ".", "an entry of upgrades.from_versions");
      }
      if (!isPattern(pattern)) {
        throw invalid(
            "Invalid metadata.yaml: from_versions entry '"
                + pattern
                + "' should be a valid regular expression.",
            "");
      }
      fromVersions.add(pattern);
    }
    return new Upgrades(
        flag(upgrades, "auto_update", false),
        flag(upgrades, "update_failure_no_rollback", false),
        fromVersions,
        flag(downgrades, "auto_downgrade", true));
  }

  private static void checkKubernetesUpgrades(Map<?, ?> upgrades) throws RejectedUploadException {
    flag(upgrades, "auto_update", true);
    boolean hasUpdate = upgrades.containsKey("auto_update");
    boolean hasTiming = upgrades.containsKey("timing");
    if (hasTiming && !(upgrades.get("timing") instanceof String t && TIMINGS.contains(t))) {
      throw invalid("Invalid metadata.yaml: timing expected value is either 'pre' or 'post'.", "");
    }
    if (hasUpdate != hasTiming) {
      String there = hasUpdate ? "auto_update" : "timing";
      String missing = hasUpdate ? "timing" : "auto_update";
      throw invalid(
          "Metadata file has 'k8s_upgrade:%s' set but no corresponding k8s_upgrade:%s field was found. Please add a '%s' field to the 'k8s_upgrade' section."
              .formatted(there, missing, missing),
          "");
    }
  }

  private static Map<String, List<String>> patches(Map<?, ?> releases)
      throws RejectedUploadException {
    Map<String, List<String>> patches = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : releases.entrySet()) {
      if (!(entry.getKey() instanceof String release)) {
        throw invalid(
            "Invalid metadata.yaml: supported_releases release key should be (<class 'str'>,).",
            "put " + entry.getKey() + " in quotes");
      }
      if (!(entry.getValue() instanceof List<?> list)) {
        throw invalid(
            "Invalid metadata.yaml: " + release + ": [<patch>, ...] patches should be a list.", "");
      }
      patches.put(release, list.stream().map(String::valueOf).toList());
    }
    return patches;
  }

  private static List<AppMetadata.Dependency> dependencies(Map<?, ?> document)
      throws RejectedUploadException {
    List<AppMetadata.Dependency> dependencies = new ArrayList<>();
    for (Object entry : list(document, "dependent_apps")) {
      List<Alternative> alternatives = new ArrayList<>();
      switch (entry) {
        case Map<?, ?> one -> alternatives.add(alternative(one));
        case List<?> group -> {
          if (group.size() < 2) {
            throw invalid(
                "Invalid dependent_apps entry: must contain at least two mutually exclusive apps.",
                "");
          }
          for (Object one : group) {
            alternatives.add(alternative(one));
          }
        }
        case null, default ->
            throw invalid("Invalid dependent_apps entry: must be dict or list.", "");
      }
      dependencies.add(new AppMetadata.Dependency(alternatives));
    }
    return dependencies;
  }

  private static Alternative alternative(Object entry) throws RejectedUploadException {
    if (!(entry instanceof Map<?, ?> fields)) {
      throw invalid("Invalid dependent_apps entry: must be dict or list.", "");
    }
    String name = string(fields, "name");
    if (name.isEmpty()) {
      throw invalid("Invalid metadata.yaml: name is a required string field.", "dependent_apps");
    }
    if (!(fields.get("version") instanceof String version) || !isPattern(version)) {
      throw invalid("Invalid metadata.yaml: version is a required regular expression field.", name);
    }
    if (!(fields.get("action") instanceof String action)
        || !Set.of("warn", "ignore", "error", "apply").contains(action)) {
      throw invalid(
          "Invalid metadata.yaml: action expected values are ['warn', 'ignore', 'error', 'apply'].",
          name);
    }
    return new Alternative(name, version, action);
  }

  private static void checkClass(Map<?, ?> document) throws RejectedUploadException {
    if (document.containsKey("class")
        && !(document.get("class") instanceof String name && CLASSES.contains(name))) {
      throw invalid(
          "Invalid metadata.yaml: class expected values are ['critical', 'storage', 'discovery',"
              + " 'optional', 'reporting'].",
          "");
    }
  }
}
