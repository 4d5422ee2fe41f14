/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.app.image.ImageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookRehearsalTest {

  private static final String MEND =
      "Try again when this machine has less to do, or build without --aot.";

  @TempDir Path work;

  @Test
  void aWebhookThatEndsAtOnceIsToldWithItsLastLines() {
    List<String> command = List.of("/bin/sh", "-c", "echo no memory; exit 3");

    assertThatThrownBy(() -> new WebhookRehearsal().run(command, work))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "no AOT cache can be made: the webhook did not become ready\n  no memory\n" + MEND);
  }

  @Test
  void aWebhookThatIsNeverReadyIsEndedAtTheLimit() {
    List<String> command = List.of("/bin/sh", "-c", "echo waiting; exec sleep 3600");

    assertThatThrownBy(() -> new WebhookRehearsal(Duration.ofSeconds(3)).run(command, work))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "no AOT cache can be made: the webhook did not become ready within 3 s\n  waiting\n"
                + MEND);
  }

  @Test
  void aWebhookThatDoesNotDoItsWorkFailsTheTraining() {
    List<String> command = List.of("/bin/sh", "-c", "echo ' ready port=1'; exec sleep 3600");

    assertThatThrownBy(() -> new WebhookRehearsal().run(command, work))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("the webhook was ready without a certificate authority")
        .hasMessageEndingWith(MEND);
  }
}
