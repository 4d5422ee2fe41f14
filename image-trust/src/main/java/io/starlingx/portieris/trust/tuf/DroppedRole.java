/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A delegation whose file is expired or lacks signatures: nobody knows what it holds.
 *
 * @param paths prefixes of the names for which it would count
 * @param reason for a person to read
 */
public record DroppedRole(List<String> paths, String reason) {

  public DroppedRole {
    requireNonNull(reason, "reason");
    paths = List.copyOf(paths);
  }

  /** Whether it, or a delegation below it, could have held this name. */
  public boolean covers(String target) {
    return paths.stream().anyMatch(target::startsWith);
  }
}
