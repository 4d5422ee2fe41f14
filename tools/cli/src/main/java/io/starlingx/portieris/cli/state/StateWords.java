/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.state;

import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustState;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.util.Optional;

/** How readings are named. */
final class StateWords {

  private StateWords() {}

  static String kind(FloorKey key) {
    return switch (key) {
      case FloorKey.Pinned pinned -> "pinned";
      case FloorKey.FirstUse firstUse -> "first use";
    };
  }

  static String state(VersionFloor.Reading reading) {
    return switch (reading) {
      case VersionFloor.Reading.Known known -> "ok";
      case VersionFloor.Reading.Unknown() -> "unknown";
      case VersionFloor.Reading.Lost lost -> "gone";
      case VersionFloor.Reading.Failed failed -> "broken";
    };
  }

  static Optional<String> message(VersionFloor.Reading reading) {
    return switch (reading) {
      case VersionFloor.Reading.Known known -> Optional.empty();
      case VersionFloor.Reading.Unknown() -> Optional.empty();
      case VersionFloor.Reading.Lost(String message) -> Optional.of(message);
      case VersionFloor.Reading.Failed(String message) -> Optional.of(message);
    };
  }

  static Optional<Floor> floor(TrustState.Entry entry) {
    return entry.reading() instanceof VersionFloor.Reading.Known(Floor floor)
        ? Optional.of(floor)
        : Optional.empty();
  }
}
