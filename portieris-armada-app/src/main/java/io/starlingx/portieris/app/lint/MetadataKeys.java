/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.yaml.Yaml;
import java.util.Map;
import java.util.Set;

/** The keys of the metadata that sysinv reads; it ignores others without a word. */
final class MetadataKeys {

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

  private MetadataKeys() {}

  static void check(Yaml document, Findings findings) {
    unknownKeys(document, findings);
    nestedKeys(document, findings);
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
}
