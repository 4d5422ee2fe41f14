/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.webhook.log.LogFormat;
import java.util.Locale;
import java.util.logging.Level;

/** How much is logged, and in which form. */
public record LoggingSettings(Verbosity verbosity, LogFormat format) {

  /** The least important records that are still written. */
  public enum Verbosity {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    /** The platform's level. */
    public Level level() {
      return switch (this) {
        case ERROR -> Level.SEVERE;
        case WARN -> Level.WARNING;
        case INFO -> Level.INFO;
        case DEBUG -> Level.FINE;
        case TRACE -> Level.FINEST;
      };
    }

    /** As written in the file. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public LoggingSettings {
    requireNonNull(verbosity, "verbosity");
    requireNonNull(format, "format");
  }
}
