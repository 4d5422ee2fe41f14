/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.wheel.OverrideRule;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.manifest.YamlFile;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.view.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The user overrides of one version, on their way to another. */
final class UserOverrides {

  /** How an earlier plugin wrote that an override had no value. */
  private static final String NO_VALUE = "~";

  private record Key(String chart, String namespace) {}

  private final Map<Key, Map<String, Object>> values = new LinkedHashMap<>();
  private final Map<Key, String> texts = new LinkedHashMap<>();

  private UserOverrides() {}

  /**
   * Reads them.
   *
   * @throws ManifestException when one is no mapping
   */
  static UserOverrides of(List<ChartOverride> charts) throws ManifestException {
    UserOverrides overrides = new UserOverrides();
    for (ChartOverride chart : charts) {
      if (chart.user().isPresent()) {
        Key key = new Key(chart.chart(), chart.namespace());
        overrides.texts.put(key, chart.user().get());
        overrides.values.put(
            key, YamlFile.parse("user overrides of " + chart.chart(), chart.user().get()));
      }
    }
    return overrides;
  }

  /** Why the application cannot be applied with them. */
  Optional<String> refusal(List<OverrideRule> rules) {
    for (OverrideRule rule : rules) {
      if (rule instanceof OverrideRule.Refuse refuse && value(refuse).isPresent()) {
        return Optional.of(
            "User override %s of chart %s: %s"
                .formatted(refuse.key(), refuse.chart(), refuse.reason()));
      }
    }
    return Optional.empty();
  }

  /** Moves, restores and drops what the rules name. A second time, nothing changes. */
  void adapt(List<OverrideRule> rules) {
    for (OverrideRule rule : rules) {
      value(rule).ifPresent(value -> adapt(rule, value));
    }
  }

  private void adapt(OverrideRule rule, Object value) {
    Key key = new Key(rule.chart(), rule.namespace());
    switch (rule) {
      case OverrideRule.Move move -> {
        Key target = new Key(move.toChart(), move.namespace());
        ValuePath path = ValuePath.of(move.toKey());
        if (path.in(values.getOrDefault(target, Map.of())).isEmpty()) {
          change(target, path.putInto(values.getOrDefault(target, Map.of()), value));
        }
      }
      case OverrideRule.Restore restore -> {
        ValuePath path = ValuePath.of(restore.value());
        change(
            key,
            value.equals(NO_VALUE)
                ? path.removedFrom(values.getOrDefault(key, Map.of()))
                : path.putInto(values.getOrDefault(key, Map.of()), value));
      }
      case OverrideRule.Drop drop -> {}
      case OverrideRule.Refuse refuse -> {
        return;
      }
    }
    change(key, ValuePath.of(rule.key()).removedFrom(values.getOrDefault(key, Map.of())));
  }

  private void change(Key key, Map<String, Object> changed) {
    values.put(key, changed);
    texts.put(key, YamlText.block(changed));
  }

  private Optional<Object> value(OverrideRule rule) {
    return ValuePath.of(rule.key())
        .in(values.getOrDefault(new Key(rule.chart(), rule.namespace()), Map.of()));
  }

  /** The text of one chart's; as it was where nothing has changed, empty where none is left. */
  Optional<String> text(String chart, String namespace) {
    Key key = new Key(chart, namespace);
    return values.getOrDefault(key, Map.of()).isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(texts.get(key));
  }
}
