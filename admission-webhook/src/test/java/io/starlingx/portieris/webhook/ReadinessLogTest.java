/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.webhook.log.LogFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class ReadinessLogTest {

  private final List<String> lines = new ArrayList<>();

  @Test
  void tellsWhatIsMissingOnceForEachChange() {
    AtomicReference<List<String>> missing = new AtomicReference<>(List.of("policies", "schema"));
    ReadinessLog log = new ReadinessLog(missing::get);

    recorded(
        () -> {
          log.look();
          log.look();
          missing.set(List.of("schema"));
          log.look();
          missing.set(List.of());
          log.look();
          log.look();
        });

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("warn not ready missing=\"policies; schema\"");
    assertThat(lines.get(1)).contains("warn not ready missing=schema");
    assertThat(lines.get(2)).contains("info ready again");
  }

  @Test
  void saysNothingOfAWebhookThatIsReady() {
    recorded(new ReadinessLog(List::of)::look);

    assertThat(lines).isEmpty();
  }

  private void recorded(Runnable work) {
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(LogFormat.TEXT.formatter().format(line));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(ReadinessLog.class.getName());
    log.addHandler(handler);
    try {
      work.run();
    } finally {
      log.removeHandler(handler);
    }
  }
}
