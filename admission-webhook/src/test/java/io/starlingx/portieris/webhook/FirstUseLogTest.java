/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstUseLogTest {

  private final List<String> heard = new ArrayList<>();

  @Test
  void namesWhatItTakesToPinTheRootAndPassesAllOn() {
    FirstUseLog log = new FirstUseLog(next());

    List<String> lines =
        LogLines.of(
            FirstUseLog.class,
            () -> {
              log.firstUse(
                  new FloorKey.FirstUse(List.of("https://n1"), "registry.test/app", "team"),
                  "n1:4443",
                  List.of("aa", "bb"));
              log.alarm(ReasonCode.ROLLBACK, "registry.test/app");
              log.stale("registry.test/app");
              log.reliedUpon("registry.test/app", Duration.ofSeconds(1), Instant.EPOCH);
            });

    assertThat(lines)
        .singleElement()
        .asString()
        .contains(
            "warn first use of a repository: its root is trusted from now on"
                + " repository=registry.test/app namespace=team server=n1:4443"
                + " rootKeys=\"aa bb\"");
    assertThat(heard)
        .containsExactly("first use [aa, bb]", "ROLLBACK", "stale", "relied upon PT1S");
  }

  private TrustObserver next() {
    return new TrustObserver() {
      @Override
      public void firstUse(FloorKey.FirstUse key, String server, List<String> rootKeys) {
        heard.add("first use " + rootKeys);
      }

      @Override
      public void alarm(ReasonCode code, String gun) {
        heard.add(code.name());
      }

      @Override
      public void stale(String gun) {
        heard.add("stale");
      }

      @Override
      public void reliedUpon(String gun, Duration age, Instant expiry) {
        heard.add("relied upon " + age);
      }
    };
  }
}
