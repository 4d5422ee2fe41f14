/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.inspect;

import io.starlingx.portieris.app.inspect.Inspection.Setting;
import io.starlingx.portieris.app.yaml.FlatValues;
import io.starlingx.portieris.app.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The keys of {@code metadata.yaml} with sysinv's defaults for those that are absent. */
final class MetadataSettings {

  /** By path; an empty text is no default. */
  private static final String[][] DEFAULTS = {
    {"app_name", ""},
    {"app_version", ""},
    {"helm_repo", "starlingx"},
    {"supported_k8s_version.minimum", ""},
    {"supported_k8s_version.maximum", ""},
    {"maintain_user_overrides", "false"},
    {"maintain_attributes", "false"},
    {"upgrades.auto_update", "false"},
    {"upgrades.update_failure_no_rollback", "false"},
    {"downgrades.auto_downgrade", "true"},
    {"k8s_upgrades.auto_update", "true"},
    {"k8s_upgrades.timing", "post"},
    {"behavior.platform_managed_app", "false"},
    {"behavior.desired_state", ""},
    {"apply_progress_adjust", "0"},
  };

  private static final Set<String> FLAGS =
      Set.of(
          "upgrades.auto_update",
          "upgrades.update_failure_no_rollback",
          "downgrades.auto_downgrade",
          "k8s_upgrades.auto_update",
          "behavior.platform_managed_app");

  private MetadataSettings() {}

  static List<Setting> read(Yaml document) {
    Map<String, String> given = FlatValues.of(document);
    List<Setting> settings = new ArrayList<>();
    for (String[] known : DEFAULTS) {
      String value = given.remove(known[0]);
      if (value != null) {
        settings.add(new Setting(known[0], shown(known[0], value), false));
      } else if (!known[1].isEmpty()) {
        settings.add(new Setting(known[0], known[1], true));
      }
    }
    given.forEach((key, value) -> settings.add(new Setting(key, value, false)));
    return settings;
  }

  private static String shown(String key, String value) {
    if (!FLAGS.contains(key)) {
      return value;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "y", "1" -> "true";
      case "false", "no", "n", "0" -> "false";
      default -> value;
    };
  }
}
