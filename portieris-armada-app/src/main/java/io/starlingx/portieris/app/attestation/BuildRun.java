/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.attestation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The run of a build, told so that another run of the same kind gives the same text.
 *
 * @param command the command's words, without options
 * @param parameters what the user chose, by option, without places of this machine
 * @param product version of this program
 * @param jdk version of the JDK that the build ran on
 * @param time the time to write, if any
 */
public record BuildRun(
    List<String> command,
    SortedMap<String, String> parameters,
    String product,
    String jdk,
    Optional<Instant> time) {

  public BuildRun {
    command = List.copyOf(command);
    parameters = new TreeMap<>(parameters);
  }

  /**
   * The time that {@code SOURCE_DATE_EPOCH} gives, which is the only one ever written.
   *
   * @throws IllegalArgumentException when it is no number of seconds
   * @see <a href="https://reproducible-builds.org/specs/source-date-epoch/">SOURCE_DATE_EPOCH</a>
   */
  public static Optional<Instant> time(Map<String, String> environment) {
    String seconds = environment.getOrDefault("SOURCE_DATE_EPOCH", "");
    if (seconds.isEmpty()) {
      return Optional.empty();
    }
    if (!seconds.matches("[0-9]{1,11}")) {
      throw new IllegalArgumentException("SOURCE_DATE_EPOCH is no number of seconds since 1970");
    }
    return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)));
  }
}
