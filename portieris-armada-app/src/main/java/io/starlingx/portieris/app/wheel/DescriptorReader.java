/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import io.starlingx.portieris.app.wheel.PluginLifecycle.AdmissionPolicy;
import io.starlingx.portieris.app.wheel.PluginLifecycle.NamespaceLabel;
import io.starlingx.portieris.app.wheel.PluginLifecycle.ReplacedRelease;
import io.starlingx.portieris.app.wheel.PluginLifecycle.WebhookConfiguration;
import io.starlingx.portieris.app.yaml.Yaml;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a {@link PluginDescriptor}. Every mistake is told; what is returned then is not to be used.
 */
final class DescriptorReader {

  /** RFC 1123 label or subdomain, as charts, releases and namespaces are named. */
  private static final String NAME = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?";

  private static final String PACKAGE = "[a-z][a-z0-9_]*";
  private static final String PATH = "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*";
  private static final String LABEL = "([a-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?";
  private static final String TEXT = "\\S(.*\\S)?";
  private static final List<String> RULES = List.of("move_to", "restore", "drop", "refuse");

  /** Takes what is wrong. */
  interface Mistakes {
    void at(int line, String message);
  }

  private final DescriptorFields fields;
  private final String application;

  DescriptorReader(Mistakes mistakes, String application) {
    this.fields = new DescriptorFields(mistakes);
    this.application = application;
  }

  PluginDescriptor read(Yaml root) {
    fields.keys(root, "", List.of("package", "charts", "lifecycle"));
    String topPackage =
        root.at("package").isPresent()
            ? fields.text(root, "package", PACKAGE)
            : PluginDescriptor.defaultPackage(application);
    List<PluginChart> charts = charts(root);
    return new PluginDescriptor(
        topPackage,
        charts,
        root.at("lifecycle")
            .map(lifecycle -> lifecycle(lifecycle, charts))
            .orElse(PluginLifecycle.NONE));
  }

  private List<PluginChart> charts(Yaml root) {
    List<PluginChart> charts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Yaml item : fields.list(root, "charts")) {
      PluginChart chart = chart(item);
      charts.add(chart);
      if (!names.add(chart.module())) {
        fields.mistake(item, "charts: " + chart.name() + " stands there twice, or nearly");
      }
    }
    return charts;
  }

  private PluginChart chart(Yaml item) {
    fields.keys(item, "charts[]: ", List.of("name", "namespaces", "replicas", "when"));
    Map<SystemTrait, Map<String, Object>> when = new EnumMap<>(SystemTrait.class);
    item.at("when").ifPresent(values -> readTraits(values, when));
    return new PluginChart(
        fields.text(item, "name", NAME),
        fields.texts(item, "namespaces", NAME),
        fields.optionalText(item, "replicas", PATH),
        when);
  }

  private void readTraits(Yaml values, Map<SystemTrait, Map<String, Object>> when) {
    fields.keys(values, "when: ", List.of("ipv6", "subcloud", "systemcontroller"));
    for (Yaml.Entry entry : values.entries()) {
      SystemTrait.of(entry.key().text())
          .ifPresent(trait -> when.put(trait, fields.values(entry.value())));
    }
  }

  private PluginLifecycle lifecycle(Yaml item, List<PluginChart> charts) {
    fields.keys(
        item,
        "lifecycle: ",
        List.of(
            "namespace_label",
            "admission",
            "user_overrides",
            "replaced_releases",
            "image_archives"));
    List<OverrideRule> rules = new ArrayList<>();
    if (item.at("user_overrides").isPresent()) {
      fields.list(item, "user_overrides").forEach(rule -> rule(rule, charts).ifPresent(rules::add));
    }
    return new PluginLifecycle(
        item.at("namespace_label").map(label -> label(label, charts)),
        item.at("admission").map(admission -> admission(admission, charts)),
        rules,
        item.at("replaced_releases").isPresent()
            ? fields.list(item, "replaced_releases").stream().map(this::replaced).toList()
            : List.of(),
        fields.flag(item, "image_archives"));
  }

  private ReplacedRelease replaced(Yaml item) {
    fields.keys(item, "replaced_releases[]: ", List.of("helm_release", "release", "namespace"));
    return new ReplacedRelease(
        fields.text(item, "helm_release", NAME),
        fields.text(item, "release", NAME),
        fields.text(item, "namespace", NAME));
  }

  private NamespaceLabel label(Yaml item, List<PluginChart> charts) {
    fields.keys(
        item, "namespace_label: ", List.of("chart", "namespace", "label", "default", "accepted"));
    NamespaceLabel label =
        new NamespaceLabel(
            fields.text(item, "chart", NAME),
            namespace(item, charts),
            fields.text(item, "label", LABEL),
            fields.text(item, "default", LABEL),
            fields.texts(item, "accepted", LABEL));
    if (!label.accepted().contains(label.initial())) {
      fields.mistake(item, "namespace_label: default must be among accepted");
    }
    return label;
  }

  private AdmissionPolicy admission(Yaml item, List<PluginChart> charts) {
    fields.keys(
        item, "admission: ", List.of("chart", "namespace", "value", "default", "configurations"));
    return new AdmissionPolicy(
        fields.text(item, "chart", NAME),
        namespace(item, charts),
        fields.text(item, "value", PATH),
        fields.text(item, "default", "Fail|Ignore"),
        fields.list(item, "configurations").stream().map(this::configuration).toList());
  }

  private WebhookConfiguration configuration(Yaml item) {
    fields.keys(item, "configurations[]: ", List.of("kind", "name", "webhooks"));
    return new WebhookConfiguration(
        fields.text(item, "kind", "mutating|validating"),
        fields.text(item, "name", NAME),
        fields.texts(item, "webhooks", NAME));
  }

  private Optional<OverrideRule> rule(Yaml item, List<PluginChart> charts) {
    List<String> accepted = new ArrayList<>(List.of("chart", "namespace", "key"));
    accepted.addAll(RULES);
    fields.keys(item, "user_overrides[]: ", accepted);
    List<String> verbs = RULES.stream().filter(rule -> item.at(rule).isPresent()).toList();
    if (verbs.size() != 1) {
      fields.mistake(
          item, "user_overrides[]: exactly one of " + String.join(", ", RULES) + " is needed");
      return Optional.empty();
    }
    String chart = fields.text(item, "chart", NAME);
    String namespace = namespace(item, charts);
    String key = fields.text(item, "key", PATH);
    return Optional.of(
        switch (verbs.getFirst()) {
          case "move_to" -> {
            Yaml target = item.at("move_to").orElse(item);
            fields.keys(target, "move_to: ", List.of("chart", "key"));
            yield new OverrideRule.Move(
                chart,
                namespace,
                key,
                fields.text(target, "chart", NAME),
                fields.text(target, "key", PATH));
          }
          case "restore" ->
              new OverrideRule.Restore(chart, namespace, key, fields.text(item, "restore", PATH));
          case "refuse" ->
              new OverrideRule.Refuse(chart, namespace, key, fields.text(item, "refuse", TEXT));
          default -> {
            if (!fields.flag(item, "drop")) {
              fields.mistake(item, "drop: is true or absent");
            }
            yield new OverrideRule.Drop(chart, namespace, key);
          }
        });
  }

  /** The stated namespace, or the only one of the chart. */
  private String namespace(Yaml item, List<PluginChart> charts) {
    if (item.at("namespace").isPresent()) {
      return fields.text(item, "namespace", NAME);
    }
    Optional<String> only =
        charts.stream()
            .filter(chart -> item.text("chart").filter(chart.name()::equals).isPresent())
            .filter(chart -> chart.namespaces().size() == 1)
            .map(chart -> chart.namespaces().getFirst())
            .findFirst();
    if (only.isEmpty()) {
      fields.mistake(item, "namespace: is needed unless the chart is one of charts and has one");
    }
    return only.orElse("");
  }
}
