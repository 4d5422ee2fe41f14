/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.util.Optional;

/**
 * What an update is asked to take over from the version before; empty leaves it to the new
 * version's metadata.
 */
public record Reuse(Optional<Boolean> userOverrides, Optional<Boolean> attributes) {

  /** As the new version's metadata says. */
  public static final Reuse AS_STATED = new Reuse(Optional.empty(), Optional.empty());
}
