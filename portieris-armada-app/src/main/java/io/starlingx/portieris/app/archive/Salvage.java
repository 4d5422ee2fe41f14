/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.util.List;

/**
 * What could be read of an archive that may be at fault in many ways.
 *
 * @param members every member up to the end or to the first damage, in the archive's order
 * @param bytes what its regular files hold together
 * @param refusal why nothing was read from some point on; empty when all was read
 */
public record Salvage(List<Member> members, long bytes, String refusal) {

  public Salvage {
    members = List.copyOf(members);
  }
}
