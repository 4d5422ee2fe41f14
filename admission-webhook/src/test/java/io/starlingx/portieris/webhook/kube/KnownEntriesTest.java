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

  /** It has told of something that was there. */
  @BeforeEach
  void open() {
    known.open();
    known.told(1);
    pass(Duration.ofMillis(1));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private boolean isAbsent(String name) {
    return known.isAbsent(name, AGE);
  }

  private void create(String name, long version) {
    known.created(name, version, known.creating(name));
  }

  /** Has something of its own created and told of. */
  private void prove(String name, long version) {
    create(name, version);
    known.exists(name, version);
  }

  @Test
  void knowsOfNoAbsenceBeforeItIsToldOfSomethingOfItsOwn() {
    known.exists("theirs", 3);

    assertThat(isAbsent("other")).isFalse();
  }

  @Test
  void knowsWhatWasAbsentWhenSomethingOfItsOwnWasBegun() {
    create("own", 5);
    assertThat(isAbsent("other")).isFalse();

    known.exists("own", 5);

    assertThat(isAbsent("other")).isTrue();
    assertThat(isAbsent("own")).isFalse();
  }

  @Test
  void knowsItTooWhenItIsToldBeforeTheAnswerHasCome() {
    KnownEntries.Begun begun = known.creating("own");
    known.exists("own", 5);
    assertThat(isAbsent("other")).isFalse();

    known.created("own", 5, begun);

    assertThat(isAbsent("other")).isTrue();
  }

  @Test
  void isNotAsFarAsSomethingNewer() {
    create("own", 5);
    known.told(4);

    assertThat(isAbsent("other")).isFalse();
  }

  /** What is there first is told in any order, and may have been read after the watch began. */
  @Test
  void reliesOnNothingThatWasBegunBeforeTheFirstEvent() {
    known.open();
    KnownEntries.Begun begun = known.creating("own");
    pass(Duration.ofMillis(1));
    known.exists("own", 5);
    known.created("own", 5, begun);
    assertThat(isAbsent("other")).isFalse();

    pass(Duration.ofMillis(1));
    prove("second", 6);
    assertThat(isAbsent("other")).isTrue();
  }

  @Test
  void reliesOnNothingThatAnEarlierWatchWasToTell() {
    create("own", 5);
    known.open();
    known.told(5);

    assertThat(isAbsent("other")).isFalse();
  }

  @Test
  void knowsOfItsOwnThatWasBegunBeforeTheWatch() {
    known.close();
    KnownEntries.Begun begun = known.creating("own");
    open();
    prove("second", 4);
    known.created("own", 5, begun);

    assertThat(isAbsent("own")).isFalse();
    assertThat(isAbsent("other")).isTrue();
  }

  /** It was reset, and was created anew before that was told. */
  @Test
  void isNotMisledByTheEndOfWhatWasThereBefore() {
    known.exists("again", 3);
    create("again", 5);
    known.gone("again", 4);
    known.exists("again", 5);

    assertThat(isAbsent("again")).isFalse();
  }

  /** As after etcd was restored, with the watch of before. */
  @Test
  void knowsNothingOnceVersionsHaveGoneBack() {
    known.told(1_000);
    create("own", 500);
    assertThat(isAbsent("other")).isFalse();

    prove("second", 1_001);
    assertThat(isAbsent("other")).isFalse();
    open();
    prove("third", 502);
    assertThat(isAbsent("other")).isTrue();
  }

  @Test
  void knowsWhatOthersHaveStored() {
    known.exists("theirs", 3);
    prove("own", 5);

    assertThat(isAbsent("theirs")).isFalse();
  }

  @Test
  void forgetsWhatIsGone() {
    known.exists("theirs", 3);
    known.gone("theirs", 4);
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
    KnownEntries.Begun begun = known.creating("own");
    pass(Duration.ofMillis(600));
    known.created("own", 5, begun);
    known.told(5);
    assertThat(isAbsent("other")).isTrue();

    pass(Duration.ofMillis(400));

    assertThat(isAbsent("other")).isFalse();
  }

  @Test
  void isAsYoungAsTheLastThatWasBegun() {
    KnownEntries.Begun first = known.creating("first");
    pass(Duration.ofMillis(600));
    KnownEntries.Begun last = known.creating("last");
    known.created("last", 5, last);
    known.told(5);
    known.created("first", 4, first);
    pass(Duration.ofMillis(600));

    assertThat(isAbsent("other")).isTrue();
  }

  @Test
  void isNotYoungerThanWhatIsToldOf() {
    create("first", 5);
    pass(Duration.ofMillis(600));
    create("last", 6);
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
    IntStream.range(0, KnownEntries.MAX_NAMES - 1).forEach(i -> known.exists("entry" + i, 2));
    prove("own", 5);
    assertThat(isAbsent("other")).isTrue();

    known.exists("one more", 6);

    assertThat(isAbsent("other")).isFalse();
  }

  @Test
  void remembersTheSameTwiceInTheRoomOfOne() {
    IntStream.range(0, KnownEntries.MAX_NAMES - 1).forEach(i -> known.exists("entry" + i, 2));
    prove("own", 5);
    known.exists("entry0", 6);

    assertThat(isAbsent("other")).isTrue();
  }

  @Test
  void knowsWhatMayBeThere() {
    known.exists("theirs", 3);
    KnownEntries.Begun _ = known.creating("own");
    assertThat(known.mayExist("theirs")).isTrue();
    assertThat(known.mayExist("own")).isTrue();
    assertThat(known.mayExist("other")).isFalse();

    known.gone("theirs", 4);
    assertThat(known.mayExist("theirs")).isFalse();

    known.close();
    assertThat(known.mayExist("own")).as("nothing is told any more").isFalse();
  }
}
