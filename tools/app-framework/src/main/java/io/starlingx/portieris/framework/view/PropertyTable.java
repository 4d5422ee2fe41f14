/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import java.util.List;
import java.util.Optional;

/** The table of two columns in which one thing is shown. */
final class PropertyTable {

  private PropertyTable() {}

  static String of(List<List<String>> rows) {
    return new PrettyTable(List.of("Property", "Value"), rows).render();
  }

  /** A value as the stock client writes it: {@code True}, {@code False}, {@code None} or itself. */
  static String text(Optional<?> value) {
    return switch (value.map(Object.class::cast).orElse("None")) {
      case Boolean flag -> flag ? "True" : "False";
      case Object other -> other.toString();
    };
  }
}
