/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A descriptor as {@code plugin.json}: the form of {@code plugin.yaml}, with nothing left out. */
final class DescriptorJson {

  private DescriptorJson() {}

  static String write(PluginDescriptor descriptor) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("package", descriptor.topPackage());
    json.put("charts", descriptor.charts().stream().map(DescriptorJson::chart).toList());
    json.put("lifecycle", lifecycle(descriptor.lifecycle()));
    return SystemOverrides.json(json);
  }

  private static Map<String, Object> chart(PluginChart chart) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", chart.name());
    json.put("namespaces", chart.namespaces());
    chart.replicas().ifPresent(path -> json.put("replicas", path));
    return json;
  }

  private static Map<String, Object> lifecycle(PluginLifecycle lifecycle) {
    Map<String, Object> json = new LinkedHashMap<>();
    lifecycle
        .namespaceLabel()
        .ifPresent(
            label ->
                json.put(
                    "namespace_label",
                    Map.of(
                        "chart", label.chart(),
                        "namespace", label.namespace(),
                        "label", label.label(),
                        "default", label.initial(),
                        "accepted", label.accepted())));
    lifecycle
        .admission()
        .ifPresent(
            admission ->
                json.put(
                    "admission",
                    Map.of(
                        "chart", admission.chart(),
                        "namespace", admission.namespace(),
                        "value", admission.value(),
                        "default", admission.initial(),
                        "configurations",
                            admission.configurations().stream()
                                .map(DescriptorJson::configuration)
                                .toList())));
    if (!lifecycle.overrides().isEmpty()) {
      List<Map<String, Object>> rules =
          lifecycle.overrides().stream().map(DescriptorJson::rule).toList();
      json.put("user_overrides", rules);
    }
    if (!lifecycle.replaced().isEmpty()) {
      json.put(
          "replaced_releases",
          lifecycle.replaced().stream()
              .map(
                  replaced ->
                      Map.of(
                          "helm_release", replaced.helmRelease(),
                          "release", replaced.release(),
                          "namespace", replaced.namespace()))
              .toList());
    }
    json.put("image_archives", lifecycle.imageArchives());
    return json;
  }

  private static Map<String, Object> configuration(
      PluginLifecycle.WebhookConfiguration configuration) {
    return Map.of(
        "kind", configuration.kind(),
        "name", configuration.name(),
        "webhooks", configuration.webhooks());
  }

  private static Map<String, Object> rule(OverrideRule rule) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("chart", rule.chart());
    json.put("namespace", rule.namespace());
    json.put("key", rule.key());
    switch (rule) {
      case OverrideRule.Move move ->
          json.put("move_to", Map.of("chart", move.toChart(), "key", move.toKey()));
      case OverrideRule.Restore restore -> json.put("restore", restore.value());
      case OverrideRule.Drop drop -> json.put("drop", true);
      case OverrideRule.Refuse refuse -> json.put("refuse", refuse.reason());
    }
    return json;
  }
}
