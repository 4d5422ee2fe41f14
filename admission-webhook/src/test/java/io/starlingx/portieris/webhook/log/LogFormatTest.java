/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogFormatTest {

  @Test
  void writesFieldsAfterTheMessage() {
    LogRecord event = event("image decided");
    event.setParameters(
        new Object[] {
          EventLog.fields()
              .with("image", "a b")
              .with("ms", 7L)
              .with("allowed", true)
              .with("empty", "")
              .with("uid", "u-1")
        });

    assertThat(LogFormat.TEXT.formatter().format(event))
        .isEqualTo(
            "2026-11-26T12:00:00.000Z info image decided image=\"a b\" ms=7 allowed=true uid=u-1"
                + " logger=test\n");
    assertThat(LogFormat.JSON.formatter().format(event))
        .isEqualTo(
            "{\"time\":\"2026-11-26T12:00:00.000Z\",\"level\":\"info\",\"message\":\"image"
                + " decided\",\"image\":\"a"
                + " b\",\"ms\":7,\"allowed\":true,\"uid\":\"u-1\",\"logger\":\"test\"}\n");
  }

  @Test
  void formatsRecordsOfOthers() {
    LogRecord event = event("started {0}");
    event.setParameters(new Object[] {"it"});
    event.setThrown(new IllegalStateException("why"));

    assertThat(LogFormat.TEXT.formatter().format(event))
        .contains("info started it logger=test stack=\"java.lang.IllegalStateException: why\\n");
  }

  @Property
  void oneRecordIsOneLineWhateverItHolds(@ForAll String message, @ForAll String value)
      throws Exception {
    LogRecord event = event(message);
    event.setParameters(new Object[] {EventLog.fields().with("value", value)});

    String text = LogFormat.TEXT.formatter().format(event);
    String json = LogFormat.JSON.formatter().format(event);

    assertThat(text.lines()).hasSize(1);
    assertThat(json.lines()).hasSize(1);
    JsonNode read = new ObjectMapper().readTree(json);
    assertThat(read.path("message").asText()).isEqualTo(message);
    assertThat(read.path("value").asText()).isEqualTo(value);
  }

  @Test
  void noLevelLetsLibrariesWriteWhatTheySendAndReceive() {
    Logger root = Logger.getLogger("");
    Logger program = Logger.getLogger("io.starlingx.portieris");
    Logger own = Logger.getLogger("io.starlingx.portieris.webhook.Test");
    Logger library = Logger.getLogger("io.fabric8.kubernetes.client.http");
    Handler[] handlers = root.getHandlers();
    Level level = root.getLevel();
    try {
      LogFormat.JSON.install(Level.FINE);
      assertThat(own.isLoggable(Level.FINE)).isTrue();
      assertThat(library.isLoggable(Level.FINE)).isFalse();
      assertThat(library.isLoggable(Level.INFO)).isTrue();

      LogFormat.JSON.install(Level.FINEST);
      assertThat(own.isLoggable(Level.FINEST)).isTrue();
      assertThat(library.isLoggable(Level.FINE)).isTrue();
      assertThat(library.isLoggable(Level.FINER)).isFalse();

      LogFormat.JSON.install(Level.SEVERE);
      assertThat(own.isLoggable(Level.WARNING)).isFalse();
      assertThat(library.isLoggable(Level.WARNING)).isFalse();
    } finally {
      for (Handler handler : root.getHandlers()) {
        root.removeHandler(handler);
      }
      List.of(handlers).forEach(root::addHandler);
      root.setLevel(level);
      program.setLevel(null);
    }
  }

  private static LogRecord event(String message) {
    LogRecord event = new LogRecord(Level.INFO, message);
    event.setLoggerName("test");
    event.setInstant(Instant.parse("2026-11-26T12:00:00Z"));
    return event;
  }
}
