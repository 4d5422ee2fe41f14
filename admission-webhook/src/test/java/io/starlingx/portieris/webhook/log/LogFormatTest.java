/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogFormatTest {

  @Test
  void writesFieldsAfterTheMessage() {
    LogRecord event = event("image decided");
    event.setParameters(
        new Object[] {
          EventLog.fields().with("image", "a b").with("ms", 7).with("empty", "").with("uid", "u-1")
        });

    assertThat(LogFormat.TEXT.formatter().format(event))
        .isEqualTo(
            "2026-11-26T12:00:00.000Z info image decided image=\"a b\" ms=7 uid=u-1 logger=test\n");
    assertThat(LogFormat.JSON.formatter().format(event))
        .isEqualTo(
            "{\"time\":\"2026-11-26T12:00:00.000Z\",\"level\":\"info\",\"message\":\"image"
                + " decided\",\"image\":\"a b\",\"ms\":\"7\",\"uid\":\"u-1\",\"logger\":\"test\"}\n");
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

  private static LogRecord event(String message) {
    LogRecord event = new LogRecord(Level.INFO, message);
    event.setLoggerName("test");
    event.setInstant(Instant.parse("2026-11-26T12:00:00Z"));
    return event;
  }
}
