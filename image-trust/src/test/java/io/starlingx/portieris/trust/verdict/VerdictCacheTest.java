/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictCacheTest {

  private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<Instant> wall = new AtomicReference<>(START);

  @Test
  void aTrustedVerdictLivesAsLongAsItMay() {
    VerdictCache<String> cache = cache(Duration.ofSeconds(30));
    cache.remember("a", trusted(Instant.MAX), Duration.ZERO);

    pass(Duration.ofSeconds(29));
    assertThat(cache.find("a"))
        .contains(new VerdictCache.Remembered(trusted(Instant.MAX), Duration.ofSeconds(29)));
    pass(Duration.ofSeconds(2));
    assertThat(cache.find("a")).isEmpty();
  }

  @Test
  void theAgeOfWhatAVerdictReliesUponCountsTowardsItsTime() {
    VerdictCache<String> cache = cache(Duration.ofSeconds(30));
    cache.remember("a", trusted(Instant.MAX), Duration.ofSeconds(20));
    cache.remember("no", new Verdict.Rejected(ReasonCode.EXPIRED, ""), Duration.ofSeconds(21));
    cache.remember("old", trusted(Instant.MAX), Duration.ofSeconds(30));

    assertThat(cache.find("old")).isEmpty();
    pass(Duration.ofMillis(8_999));
    assertThat(cache.find("no")).isPresent();
    pass(Duration.ofMillis(2));
    assertThat(cache.find("no")).isEmpty();
    assertThat(cache.find("a").orElseThrow().age()).isEqualTo(Duration.ofMillis(29_001));
    pass(Duration.ofSeconds(1));
    assertThat(cache.find("a")).isEmpty();
  }

  @Test
  void aTrustedVerdictNeverOutlivesWhatItReliedUpon() {
    VerdictCache<String> cache = cache(Duration.ofHours(1));
    cache.remember("a", trusted(START.plusSeconds(10)), Duration.ZERO);

    pass(Duration.ofSeconds(9));
    assertThat(cache.find("a")).isPresent();
    pass(Duration.ofSeconds(1));
    assertThat(cache.find("a")).isEmpty();
  }

  @Test
  void aWallClockThatIsSetForwardEndsATrustedVerdict() {
    VerdictCache<String> cache = cache(Duration.ofHours(1));
    cache.remember("a", trusted(START.plusSeconds(10)), Duration.ZERO);

    wall.set(START.plusSeconds(11));

    assertThat(cache.find("a")).isEmpty();
  }

  @Test
  void anExpiredVerdictIsNotRemembered() {
    VerdictCache<String> cache = cache(Duration.ofHours(1));

    cache.remember("a", trusted(START), Duration.ZERO);

    assertThat(cache.find("a")).isEmpty();
  }

  @Test
  void aRejectionIsForgottenSoonAndAnAbsenceSooner() {
    VerdictCache<String> cache = cache(Duration.ofHours(1));
    cache.remember("no", new Verdict.Rejected(ReasonCode.NO_SUCH_TARGET, ""), Duration.ZERO);
    cache.remember("down", new Verdict.Unavailable(""), Duration.ZERO);

    pass(Duration.ofMillis(1999));
    assertThat(cache.find("down")).isPresent();
    pass(Duration.ofMillis(2));
    assertThat(cache.find("down")).isEmpty();
    assertThat(cache.find("no")).isPresent();
    pass(Duration.ofSeconds(8));
    assertThat(cache.find("no")).isEmpty();
  }

  @Test
  void aNewVerdictReplacesTheOldOneWithItsTime() {
    VerdictCache<String> cache = cache(Duration.ofHours(1));
    cache.remember("a", trusted(Instant.MAX), Duration.ZERO);
    cache.remember("a", new Verdict.Unavailable(""), Duration.ZERO);

    pass(Duration.ofSeconds(3));

    assertThat(cache.find("a")).isEmpty();
  }

  @Test
  void nothingIsRememberedForNoTime() {
    VerdictCache<String> cache = cache(Duration.ZERO);

    cache.remember("a", trusted(Instant.MAX), Duration.ZERO);
    cache.remember("b", new Verdict.Unavailable(""), Duration.ZERO);

    assertThat(cache.find("a")).isEmpty();
    assertThat(cache.find("b")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ReasonCode.class,
      names = {"ALLOW", "UNAVAILABLE", "INTERNAL"})
  void aRejectionCannotCarryTheCodeOfSomethingElse(ReasonCode code) {
    assertThatThrownBy(() -> new Verdict.Rejected(code, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAbsenceCannotCarryTheCodeOfAnAnswer() {
    assertThatThrownBy(() -> new Verdict.Unavailable(ReasonCode.EXPIRED, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private VerdictCache<String> cache(Duration limit) {
    return new VerdictCache<>(limit, wall::get, nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    wall.updateAndGet(now -> now.plus(time));
  }

  private static Verdict trusted(Instant until) {
    return new Verdict.Trusted(Optional.empty(), List.of(), until);
  }
}
