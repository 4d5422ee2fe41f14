/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process has used, as the kernel says.
 *
 * @param cpuMillis user and system time, in steps of 10 ms
 * @param rssKib resident now
 * @param files open file descriptors
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcessUsage(long cpuMillis, long rssKib, long files) {

  private static final int MILLIS_PER_TICK = 10;

  static ProcessUsage of(long pid) throws IOException {
    Path process = Path.of("/proc", String.valueOf(pid));
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    long rss =
        Files.readAllLines(process.resolve("status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.replaceAll("\\D", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(0);
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return new ProcessUsage(ticks * MILLIS_PER_TICK, rss, files.count());
    }
  }
}
