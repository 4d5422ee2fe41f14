/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.WheelContent;
import io.starlingx.portieris.app.yaml.Yaml;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the platform does with an application by itself: apply, reapply, downgrade. */
final class BehaviorChecks {

  private static final String FILE = MetadataRules.FILE;
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

  private BehaviorChecks() {}

  static void check(Yaml document, Application app, Findings findings) throws IOException {
    behavior(document, findings);
    automaticApply(document, app, findings);
    triggers(document, findings);
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
