/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events on a real API server, written as the webhook may. */
class FirstUseEventsTest extends FloorCluster {

  private final FirstUseEvents events = new FirstUseEvents(webhook, NS, TrustObserver.none());

  FirstUseEventsTest(@TempDir Path directory) {
    super(directory);
  }

  private void used(String gun) {
    events.firstUse(firstUse(gun, "team", "https://n1"), "n1", List.of("k1", "k2"));
  }

  @Test
  void writesAnEventOfAFirstUse() {
    used(GUN);
    assertThat(requests).as("whoever verifies does not wait").hasValue(0);

    events.write();

    assertThat(events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("TrustedOnFirstUse");
              assertThat(event.getMessage())
                  .isEqualTo(
                      "the root of registry.test/app at n1 is trusted from now on; "
                          + "pin it with trust.root.keyIds: k1, k2");
            });
  }

  @Test
  void writesSeveralFirstUsesAsOneEventAtClose() {
    used("registry.test/a");
    used("registry.test/b");

    events.close();

    assertThat(requests).hasValue(1);
    assertThat(events())
        .singleElement()
        .extracting(Event::getMessage)
        .isEqualTo(
            """
            these roots are trusted from now on; pin them with trust.root.keyIds:
            registry.test/a at n1: k1, k2
            registry.test/b at n1: k1, k2\
            """);
  }

  @Test
  void namesAllThatAFewEventsHold() {
    String longName = "registry.test/" + "n".repeat(200);
    for (int i = 0; i < 10; i++) {
      used(longName + i);
    }

    events.write();

    assertThat(events()).hasSize(3).allMatch(event -> event.getMessage().length() <= 1024);
    assertThat(messages()).doesNotContain("more, which");
    for (int i = 0; i < 10; i++) {
      assertThat(messages()).contains(longName + i);
    }
  }

  @Test
  void tellsHowManyItDoesNotNameInsteadOfFloodingTheApiServer() {
    for (int i = 0; i < 1_000; i++) {
      used("registry.test/app-" + i);
    }

    events.write();

    assertThat(requests).hasValue(3);
    assertThat(events()).hasSize(3).allMatch(event -> event.getMessage().length() <= 1024);
    long named = messages().lines().filter(line -> line.startsWith("registry.test/")).count();
    assertThat(messages())
        .contains("\nand " + (1_000 - named) + " more, which `trust-state list` and the log name");
  }

  private String messages() {
    return String.join("\n", events().stream().map(Event::getMessage).toList());
  }
}
