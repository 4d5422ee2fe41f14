/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import java.util.Locale;

/** How one application is shown. */
public enum ShowFormat {
  TABLE,
  YAML,
  JSON,
  VALUE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
