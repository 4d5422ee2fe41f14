/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be taken for absent, by what a watch has told so far. */
class KnownEntriesTest {

  private static final Duration AGE = Duration.ofSeconds(1);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final KnownEntries known = new KnownEntries(now::get);

  @BeforeEach
  void open() {
    known.open();
    pass(Duration.ofMillis(1));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private boolean isAbsent(String name) {
    return known.isAbsent(name, AGE);
  }

  /** Has something of its own created and told of. */
  private void prove(String name, long version) {
    known.created(version, known.creating(name));
    known.exists(name);
    known.told(version);
  }

  @Test
  void knowsOfNoAbsenceBeforeItIsToldOfSomethingOfItsOwn() {
    known.exists("theirs");
    known.told(3);

    assertThat(isAbsent("other")).isFalse();
  }

  @Test
  void knowsWhatWasAbsentWhenSomethingOfItsOwnWasBegun() {
    known.created(5, known.creating("own"));
    assertThat(isAbsent("other")).isFalse();

    known.exists("own");
    known.told(5);

    assertThat(isAbsent("other")).isTrue();
    assertThat(isAbsent("own")).isFalse();
  }

  @Test
  void knowsItTooWhenItIsToldBeforeTheAnswerHasCome() {
    long begun = known.creating("own");
    known.exists("own");
    known.told(5);
    assertThat(isAbsent("other")).isFalse();

    known.created(5, begun);

    assertThat(isAbsent("other")).isTrue();
  }

  @Test
  void isNotAsFarAsSomethingNewer() {
    known.created(5, known.creating("own"));
    known.told(4);

    assertThat(isAbsent("other")).isFalse();
  }

  /** What is there first is told in any order. */
  @Test
  void reliesOnNothingThatWasBegunBeforeTheWatch() {
    long begun = known.creating("own");
    known.open();
    known.exists("own");
    known.told(5);
    known.created(5, begun);

    assertThat(isAbsent("other")).isFalse();
  }

  @Test
  void reliesOnNothingThatAnEarlierWatchWasToTell() {
    long begun = known.creating("own");
    known.created(5, begun);
    pass(Duration.ofMillis(1));
    known.open();
    known.told(5);

    assertThat(isAbsent("other")).isFalse();
  }

  @Test
  void knowsWhatOthersHaveStored() {
    known.exists("theirs");
    prove("own", 5);

    assertThat(isAbsent("theirs")).isFalse();
  }

  @Test
  void forgetsWhatIsGone() {
    known.exists("theirs");
    known.told(3);
    known.gone("theirs");
    prove("own", 5);

    assertThat(isAbsent("theirs")).isTrue();
  }

  /** The API server may not have answered, or not in time. */
  @Test
  void takesWhatMayHaveBeenCreatedForThere() {
    known.creating("unanswered");
    prove("own", 5);

    assertThat(isAbsent("unanswered")).isFalse();
  }

  @Test
  void knowsNothingThatIsTooOld() {
    long begun = known.creating("own");
    pass(Duration.ofMillis(600));
    known.created(5, begun);
    known.told(5);
    assertThat(isAbsent("other")).isTrue();

    pass(Duration.ofMillis(400));

    assertThat(isAbsent("other")).isFalse();
  }

  @Test
  void isAsYoungAsTheLastThatWasBegun() {
    long first = known.creating("first");
    pass(Duration.ofMillis(600));
    long last = known.creating("last");
    known.created(5, last);
    known.told(5);
    known.created(4, first);
    pass(Duration.ofMillis(600));

    assertThat(isAbsent("other")).isTrue();
  }

  @Test
  void isNotYoungerThanWhatIsToldOf() {
    known.created(5, known.creating("first"));
    pass(Duration.ofMillis(600));
    known.created(6, known.creating("last"));
    known.told(5);
    pass(Duration.ofMillis(600));

    assertThat(isAbsent("other")).isFalse();
  }

  @Test
  void knowsNothingOnceTheWatchHasEnded() {
    prove("own", 5);
    known.close();

    assertThat(isAbsent("other")).isFalse();
    prove("own", 6);
    assertThat(isAbsent("other")).isFalse();
  }

  @Test
  void takesNothingForAbsentOnceItCannotRememberAll() {
    IntStream.range(0, KnownEntries.MAX_NAMES - 1).forEach(i -> known.exists("entry" + i));
    prove("own", 5);
    assertThat(isAbsent("other")).isTrue();

    known.exists("one more");

    assertThat(isAbsent("other")).isFalse();
  }

  @Test
  void remembersTheSameTwiceInTheRoomOfOne() {
    IntStream.range(0, KnownEntries.MAX_NAMES - 1).forEach(i -> known.exists("entry" + i));
    prove("own", 5);
    known.exists("entry0");

    assertThat(isAbsent("other")).isTrue();
  }
}
