/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.webhook.kube.UnlistedEntries.Entry;
import io.starlingx.portieris.webhook.kube.UnlistedEntries.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnlistedEntriesTest {

  private final UnlistedEntries entries = new UnlistedEntries();

  private static Entry entry(String anchor, String gun, int bytes) {
    return new Entry(new FloorKey.Pinned(anchor, gun), Origin.CREATED, List.of(), false, 7, bytes);
  }

  @Test
  void findsThoseOfOneRepositoryAmongOthers() {
    Entry one = entry("a", "r/one", 10);
    Entry again = entry("b", "r/one", 11);
    Entry other = entry("a", "r/other", 12);
    List.of(one, other, again).forEach(entries::put);

    assertThat(entries.of("r/one")).containsExactly(one, again);
    assertThat(entries.of("r/none")).isEmpty();
    assertThat(entries.all()).containsExactly(one, again, other);
    assertThat(entries.contains(other.key())).isTrue();
    assertThat(entries.size()).isEqualTo(3);
    assertThat(entries.bytes()).isEqualTo(33);
  }

  @Test
  void countsAnEntryThatTakesAnothersPlaceOnce() {
    entries.put(entry("a", "r", 10));
    entries.put(entry("a", "r", 4));

    assertThat(entries.size()).isEqualTo(1);
    assertThat(entries.bytes()).isEqualTo(4);
  }

  @Test
  void leavesWhatHasChangedSince() {
    Entry old = entry("a", "r", 10);
    Entry now = old.tried();
    entries.put(now);

    entries.remove(old);
    entries.replace(old, entry("a", "r", 99));

    assertThat(entries.all()).containsExactly(now);
    assertThat(entries.bytes()).isEqualTo(10);
  }

  @Test
  void forgetsARepositoryWithItsLastEntry() {
    Entry one = entry("a", "r", 10);
    entries.put(one);
    entries.replace(one, one.tried());

    entries.remove(one.tried());

    assertThat(entries.of("r")).isEmpty();
    assertThat(entries.contains(one.key())).isFalse();
    assertThat(entries.size()).isZero();
    assertThat(entries.bytes()).isZero();
  }
}
