/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers in memory only: what is measured is not the disk. */
final class MemoryFloor implements VersionFloor {

  private final Map<FloorKey, Floor> floors = new ConcurrentHashMap<>();

  @Override
  public Reading read(FloorKey key) {
    return Optional.ofNullable(floors.get(key))
        .<Reading>map(Reading.Known::new)
        .orElseGet(Reading.Unknown::new);
  }

  @Override
  public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
    floors.put(key, next);
    return Outcome.RAISED;
  }
}
