/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A process on this machine, told apart from a later one of the same number by its start.
 *
 * @param pid process number
 * @param startMillis when it started, milliseconds since 1970; 0 where the system does not tell
 */
public record ProcessOwner(long pid, long startMillis) {

  /** Two readings of one start differ by this much when the system's clock is being corrected. */
  private static final long TOLERANCE_MILLIS = 2_000;

  /** The process that asks. */
  public static ProcessOwner current() {
    return of(ProcessHandle.current());
  }

  /** That process. */
  public static ProcessOwner of(ProcessHandle process) {
    return new ProcessOwner(process.pid(), start(process));
  }

  /** Whether the process still runs. A dead one whose parent has not noticed yet does not. */
  public boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> Math.abs(start(process) - startMillis) <= TOLERANCE_MILLIS)
        .filter(process -> !isZombie())
        .isPresent();
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private boolean isZombie() {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    try {
      String fields = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
      return fields.startsWith("Z", fields.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false;
    }
  }
}
