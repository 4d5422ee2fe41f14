/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReadinessLogTest {

  @Test
  void tellsWhatIsMissingOnceForEachChange() {
    AtomicReference<List<String>> missing = new AtomicReference<>(List.of("policies", "schema"));
    ReadinessLog log = new ReadinessLog(missing::get);

    List<String> lines =
        LogLines.of(
            ReadinessLog.class,
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
    assertThat(LogLines.of(ReadinessLog.class, new ReadinessLog(List::of)::look)).isEmpty();
  }
}
