/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A delegation of which nobody knows what it holds: its file is expired or lacks signatures, the
 * snapshot does not list it, or it was not asked for.
 *
 * @param paths prefixes of the names for which it would count
 * @param position how many verified roles the walk had come by before, targets counted too
 * @param defect of its file, for a person to read
 */
public record UnheardRole(String name, List<String> paths, int position, Optional<String> defect) {

  public UnheardRole {
    requireNonNull(name, "name");
    requireNonNull(defect, "defect");
    paths = List.copyOf(paths);
  }

  /**
   * Whether it could have spoken of {@code target} before the verified role at {@code index}. What
   * is below it comes later than it and has no other names.
   */
  public boolean mayPrecede(int index, String target) {
    return position <= index && paths.stream().anyMatch(target::startsWith);
  }
}
