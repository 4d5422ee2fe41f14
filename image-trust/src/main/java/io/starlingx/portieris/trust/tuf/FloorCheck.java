/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the files of one update against the floor, and notes what the next floor will be. */
final class FloorCheck {

  private final Optional<Floor> floor;
  private final Map<String, Floor.Accepted> next = new HashMap<>();

  /** Delegations keep what is known of them, read or not, until nobody delegates to them. */
  FloorCheck(Optional<Floor> floor) {
    this.floor = floor;
    floor.ifPresent(known -> next.putAll(known.roles()));
    next.keySet().removeAll(Role.BASE);
  }

  /**
   * A file may be newer than the floor, or say the very same as what raised the floor.
   *
   * @throws TufException ROLLBACK or EQUIVOCATION
   */
  void require(SignedFile file, Header header) throws TufException {
    Optional<Floor.Accepted> lowest = lowest(file.role());
    Floor.Accepted found = new Floor.Accepted(header.version(), file.content());
    if (lowest.isPresent() && found.version() < lowest.get().version()) {
      throw new TufException(
          ReasonCode.ROLLBACK,
          "version "
              + found.version()
              + " is lower than current version "
              + lowest.get().version()
              + "\nof "
              + file.role());
    }
    if (lowest.isPresent()
        && found.version() == lowest.get().version()
        && !found.equals(lowest.get())) {
      throw new TufException(
          ReasonCode.EQUIVOCATION,
          "version "
              + found.version()
              + " of "
              + file.role()
              + " was seen with other content\nseen "
              + lowest.get().content()
              + ", now "
              + found.content());
    }
    next.put(file.role(), found);
  }

  /** A role that was published once cannot become unpublished while it is still delegated to. */
  void requireUnpublished(String role) throws TufException {
    if (lowest(role).isPresent()) {
      throw new TufException(
          ReasonCode.ROLLBACK,
          "version 0 is lower than current version "
              + lowest(role).get().version()
              + "\nof "
              + role
              + ", which the snapshot no longer lists");
    }
  }

  /** Forgets those below {@code parent} that it no longer delegates to, and what is below them. */
  void forgetOthers(String parent, Set<String> children) {
    String prefix = parent + "/";
    next.keySet()
        .removeIf(role -> role.startsWith(prefix) && !children.contains(child(prefix, role)));
  }

  private static String child(String prefix, String role) {
    int end = role.indexOf('/', prefix.length());
    return end < 0 ? role : role.substring(0, end);
  }

  /** The floor once the update has succeeded. */
  Floor next(RootMetadata root) {
    next.put(Role.ROOT, new Floor.Accepted(root.header().version(), root.file().content()));
    return new Floor(root.bytes(), next);
  }

  private Optional<Floor.Accepted> lowest(String role) {
    return floor.flatMap(known -> known.find(role));
  }
}
