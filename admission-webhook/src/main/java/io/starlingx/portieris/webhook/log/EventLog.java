/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.log;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Writes log records that carry named fields beside their message. Whoever calls sees to it that no
 * field holds a secret.
 */
public final class EventLog {

  private final Logger logger;

  private EventLog(Logger logger) {
    this.logger = logger;
  }

  /** The log of a class. */
  public static EventLog of(Class<?> type) {
    return new EventLog(Logger.getLogger(type.getName()));
  }

  /** No fields yet. */
  public static Fields fields() {
    return new Fields();
  }

  /** Whether details are written at all. */
  public boolean isDebug() {
    return logger.isLoggable(Level.FINE);
  }

  /** A detail, for whoever looks for a cause. */
  public void debug(String message, Fields fields) {
    log(new LogRecord(Level.FINE, message), fields);
  }

  /** Something that happened as intended. */
  public void info(String message, Fields fields) {
    log(new LogRecord(Level.INFO, message), fields);
  }

  /** Something that somebody may have to look at. */
  public void warn(String message, Fields fields) {
    log(new LogRecord(Level.WARNING, message), fields);
  }

  /** A defect. */
  public void error(String message, Fields fields, Throwable cause) {
    LogRecord event = new LogRecord(Level.SEVERE, message);
    event.setThrown(cause);
    log(event, fields);
  }

  private void log(LogRecord event, Fields fields) {
    event.setLoggerName(logger.getName());
    event.setParameters(new Object[] {fields});
    logger.log(event);
  }

  record Field(String name, Object value) {}

  /** Named values in the order in which they were added; one event's, not shared. */
  public static final class Fields {
    private static final int USUAL = 10;

    private final List<Field> fields = new ArrayList<>(USUAL);
    private int length;

    private Fields() {}

    /**
     * Adds one of a new name, as text unless it is a whole number or a truth value; empty text is
     * left out.
     */
    public Fields with(String name, Object value) {
      boolean isPlain =
          value instanceof Long || value instanceof Integer || value instanceof Boolean;
      Object kept = isPlain ? value : value.toString();
      if (!kept.equals("")) {
        fields.add(new Field(name, kept));
        length += kept instanceof String text ? text.length() : 0;
      }
      return this;
    }

    List<Field> all() {
      return fields;
    }

    /** Characters of all texts. */
    int length() {
      return length;
    }
  }
}
