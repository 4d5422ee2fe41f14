/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.mirror;

import io.starlingx.portieris.app.yaml.Yaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A chart's values under static overrides, each knowing which file it is from. */
public final class MergedValues {

  private final String chartFile;
  private final String overridesFile;
  private final Set<Yaml> fromOverrides = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Yaml values;

  MergedValues(String chartFile, Yaml chart, String overridesFile, Yaml overrides) {
    this.chartFile = chartFile;
    this.overridesFile = overridesFile;
    this.values = merge(chart, overrides);
  }

  /** What the chart is rendered with. */
  public Yaml values() {
    return values;
  }

  /** The file that a value comes from. */
  public String file(Yaml value) {
    return fromOverrides.contains(value) ? overridesFile : chartFile;
  }

  /** The line in that file; 0 for one inside a chart's archive. */
  public int line(Yaml value) {
    return fromOverrides.contains(value) ? value.line() : 0;
  }

  private Yaml merge(Yaml below, Yaml above) {
    if (!(above instanceof Yaml.Mapping overrides)) {
      mark(above);
      return above.isNull() ? below : above;
    }
    List<Yaml.Entry> entries = new ArrayList<>();
    for (Yaml.Entry entry : below.entries()) {
      Optional<Yaml> over = overrides.at(entry.key().text());
      entries.add(
          over.isEmpty() ? entry : new Yaml.Entry(entry.key(), merge(entry.value(), over.get())));
    }
    for (Yaml.Entry entry : overrides.entries()) {
      if (below.at(entry.key().text()).isEmpty()) {
        mark(entry.value());
        entries.add(entry);
      }
    }
    Yaml.Mapping merged = new Yaml.Mapping(above.line(), entries);
    fromOverrides.add(merged);
    return merged;
  }

  private void mark(Yaml value) {
    fromOverrides.add(value);
    switch (value) {
      case Yaml.Mapping mapping -> mapping.entries().forEach(entry -> mark(entry.value()));
      case Yaml.Sequence sequence -> sequence.items().forEach(this::mark);
      case Yaml.Scalar scalar -> {}
    }
  }
}
