/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.ConsoleHandler;
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
    String line(Map<String, String> record) {
      StringBuilder line = new StringBuilder();
      record.forEach(
          (name, value) -> {
            switch (name) {
              case "time" -> line.append(value);
              case "level", "message" -> line.append(' ').append(escaped(value));
              default -> line.append(' ').append(name).append('=').append(quoted(value));
            }
          });
      return line.toString();
    }
  },
  /** A JSON object. */
  JSON {
    @Override
    String line(Map<String, String> record) {
      StringBuilder line = new StringBuilder();
      record.forEach(
          (name, value) ->
              line.append(line.isEmpty() ? '{' : ',')
                  .append('"')
                  .append(escaped(name))
                  .append("\":\"")
                  .append(escaped(value))
                  .append('"'));
      return line.append('}').toString();
    }
  };

  private static final String PROGRAM = "io.starlingx.portieris";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneOffset.UTC);

  abstract String line(Map<String, String> record);

  /**
   * Sends every record of at least this level to standard error, in this format. Of libraries, only
   * what is worth knowing at any time, and at the finest level their details, but never what they
   * send and receive: that holds credentials.
   */
  public void install(Level level) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler handler = new ConsoleHandler();
    handler.setFormatter(formatter());
    handler.setLevel(level);
    root.addHandler(handler);
    boolean isFinest = level.intValue() <= Level.FINEST.intValue();
    Level libraries = isFinest ? Level.FINE : Level.INFO;
    root.setLevel(level.intValue() > Level.INFO.intValue() ? level : libraries);
    Logger.getLogger(PROGRAM).setLevel(level);
  }

  Formatter formatter() {
    return new Formatter() {
      @Override
      public String format(LogRecord event) {
        return line(fields(event)) + "\n";
      }

      private Map<String, String> fields(LogRecord event) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("time", TIME.format(event.getInstant()));
        fields.put("level", name(event.getLevel()));
        Object[] parameters = event.getParameters();
        boolean named =
            parameters != null
                && parameters.length == 1
                && parameters[0] instanceof EventLog.Fields;
        fields.put("message", named ? event.getMessage() : formatMessage(event));
        if (named && parameters[0] instanceof EventLog.Fields own) {
          fields.putAll(own.values());
        }
        fields.put("logger", String.valueOf(event.getLoggerName()));
        if (event.getThrown() != null) {
          fields.put("stack", stack(event.getThrown()));
        }
        return fields;
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

  private static String quoted(String value) {
    boolean plain = value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
    return plain && !value.isEmpty() ? value : '"' + escaped(value) + '"';
  }

  private static String escaped(String value) {
    StringBuilder out = new StringBuilder(value.length());
    value.chars().forEach(c -> escape((char) c, out));
    return out.toString();
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      default -> {
        boolean shown =
            !Character.isISOControl(c)
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.LINE_SEPARATOR
                && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
        if (shown) {
          out.append(c);
        } else {
          out.append(String.format("\\u%04x", (int) c));
        }
      }
    }
  }
}
