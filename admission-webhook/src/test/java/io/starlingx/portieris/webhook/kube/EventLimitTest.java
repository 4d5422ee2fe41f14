/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventLimitTest {

  private final AtomicLong now = new AtomicLong();
  private final EventLimit limit = new EventLimit(now::get);

  private long admitted(String namespace, int events) {
    return IntStream.range(0, events)
        .filter(i -> limit.admits(namespace, namespace + i + "@" + now))
        .count();
  }

  @Test
  void controllerThatTriesAgainAndAgainIsToldOfOnce() {
    assertThat(limit.admits("a", "same")).isTrue();
    assertThat(limit.admits("a", "same")).isFalse();
    now.addAndGet(EventLimit.EQUAL.toNanos());
    assertThat(limit.admits("a", "same")).isTrue();
  }

  @Test
  void namespaceThatFailsOftenLeavesRoomForOthers() {
    assertThat(admitted("noisy", 1_000)).isEqualTo(EventLimit.PER_NAMESPACE);
    assertThat(admitted("quiet", 1)).isEqualTo(1);
  }

  @Test
  void manyNamespacesTogetherAreLimitedToo() {
    long all = IntStream.range(0, 50).mapToLong(i -> admitted("n" + i, 10)).sum();
    assertThat(all).isEqualTo(EventLimit.IN_ALL);
  }

  @Test
  void limitIsOfAMinute() {
    admitted("noisy", 1_000);
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(admitted("noisy", 1_000)).isEqualTo(EventLimit.PER_NAMESPACE);
  }
}
