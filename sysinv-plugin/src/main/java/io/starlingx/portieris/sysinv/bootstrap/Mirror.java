/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static java.util.Objects.requireNonNull;

/**
 * Images pulled from below {@code prefix} are signed under {@code signedPrefix}; both are image
 * names or leading parts of them, compared at a {@code /}.
 */
public record Mirror(String prefix, String signedPrefix) {
  public Mirror {
    requireNonNull(prefix, "prefix");
    requireNonNull(signedPrefix, "signedPrefix");
  }
}
