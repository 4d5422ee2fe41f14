/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line for each record, whatever its texts hold: nothing in a record can begin a new line. */
public enum LogFormat {
  /** {@code time level message name=value …}. */
  TEXT {
    @Override
    void append(StringBuilder line, String name, Object value) {
      switch (name) {
        case "time" -> line.append(value);
        case "level", "message" -> escape(value.toString(), line.append(' '));
        default -> quote(value.toString(), line.append(' ').append(name).append('='));
      }
    }
  },
  /** A JSON object; numbers and truth values are such. */
  JSON {
    @Override
    void append(StringBuilder line, String name, Object value) {
      line.append(line.isEmpty() ? '{' : ',').append('"').append(name).append("\":");
      if (value instanceof String text) {
        escape(text, line.append('"'));
        line.append('"');
      } else {
        line.append(value);
      }
    }

    @Override
    void end(StringBuilder line) {
      line.append('}');
    }
  };

  private static final String PROGRAM = "io.starlingx.portieris";

  private static final int USUAL_LENGTH = 512;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  /** Adds a field; the name is one that needs no escape. */
  abstract void append(StringBuilder line, String name, Object value);

  void end(StringBuilder line) {}

  /**
   * Sends every record of at least this level to standard error, in this format. Of libraries, only
   * what is worth knowing at any time, and at the finest level their details, but never what they
   * send and receive: that holds credentials.
   */
  public void install(Level level) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
      if (handler instanceof LogOutput earlier) {
        earlier.close(); // what it holds comes before what follows
      }
    }
    Handler handler = LogOutput.start(System.err, formatter());
    handler.setLevel(level);
    root.addHandler(handler);
    boolean isFinest = level.intValue() <= Level.FINEST.intValue();
    Level libraries = isFinest ? Level.FINE : Level.INFO;
    root.setLevel(level.intValue() > Level.INFO.intValue() ? level : libraries);
    Logger.getLogger(PROGRAM).setLevel(level);
  }

  /** Writes a record as one line of this format. */
  public Formatter formatter() {
    return new Formatter() {
      @Override
      public String format(LogRecord event) {
        StringBuilder line = new StringBuilder(USUAL_LENGTH);
        append(line, "time", TIME.format(event.getInstant()));
        append(line, "level", name(event.getLevel()));
        Object[] parameters = event.getParameters();
        if (parameters != null
            && parameters.length == 1
            && parameters[0] instanceof EventLog.Fields own) {
          append(line, "message", String.valueOf(event.getMessage()));
          for (EventLog.Field field : own.all()) {
            append(line, field.name(), field.value());
          }
        } else {
          append(line, "message", String.valueOf(formatMessage(event)));
        }
        append(line, "logger", String.valueOf(event.getLoggerName()));
        if (event.getThrown() != null) {
          append(line, "stack", stack(event.getThrown()));
        }
        end(line);
        return line.append('\n').toString();
      }

      private void append(StringBuilder line, String name, Object value) {
        LogFormat.this.append(line, name, value);
      }
    };
  }

  private static String name(Level level) {
    int value = level.intValue();
    return value >= Level.SEVERE.intValue()
        ? "error"
        : value >= Level.WARNING.intValue()
            ? "warn"
            : value >= Level.INFO.intValue() ? "info" : "debug";
  }

  private static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static void quote(String value, StringBuilder line) {
    boolean isPlain = !value.isEmpty();
    for (int i = 0; i < value.length() && isPlain; i++) {
      isPlain = value.charAt(i) != ' ' && isPlain(value.charAt(i));
    }
    if (isPlain) {
      line.append(value);
    } else {
      escape(value, line.append('"'));
      line.append('"');
    }
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
  }

  private static void escape(String value, StringBuilder line) {
    int plain = 0; // where what needs no escape begins
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isPlain(c)) {
        escape(c, line.append(value, plain, i));
        plain = i + 1;
      }
    }
    line.append(value, plain, value.length());
  }

  private static void escape(char c, StringBuilder line) {
    switch (c) {
      case '"' -> line.append("\\\"");
      case '\\' -> line.append("\\\\");
      case '\n' -> line.append("\\n");
      case '\t' -> line.append("\\t");
      default -> {
        boolean shown =
            !Character.isISOControl(c)
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.LINE_SEPARATOR
                && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
        if (shown) {
          line.append(c);
        } else {
          line.append(String.format("\\u%04x", (int) c));
        }
      }
    }
  }
}
