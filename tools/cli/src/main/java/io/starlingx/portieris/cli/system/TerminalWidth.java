/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How wide lists may be: as the terminal, else as {@code COLUMNS} says, else 80 columns. */
final class TerminalWidth {

  private static final Pattern STTY = Pattern.compile("\\d+ (\\d{1,5})\\s*");
  private static final int DEFAULT = 80;

  private TerminalWidth() {}

  /** The width to wrap to; empty with {@code --nowrap}. */
  static OptionalInt of(boolean isUnwrapped, Map<String, String> environment) {
    if (isUnwrapped) {
      return OptionalInt.empty();
    }
    if (isTerminal()) {
      int columns = ask();
      if (columns > 0) {
        return OptionalInt.of(columns);
      }
    }
    String columns = environment.getOrDefault("COLUMNS", "");
    return OptionalInt.of(columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : DEFAULT);
  }

  /** Whether a person watches. */
  static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  private static int ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.from(new File("/dev/tty")))
              .redirectError(Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      Matcher size = STTY.matcher(answer);
      return size.matches() ? Integer.parseInt(size.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
