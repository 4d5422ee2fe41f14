/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoredRootTest {

  @Test
  void showsWhoseSignaturesAreTrusted() {
    TestKey one = TestKey.certified(TufFixture.GUN);
    TestKey two = TestKey.certified(TufFixture.GUN);
    TestPublisher publisher =
        new TestPublisher(TufFixture.GUN).keys("root", one, two).version("root", 3).publish();
    assertThat(StoredRoot.of(new Floor(publisher.served("root"), Map.of())))
        .contains(
            new StoredRoot(
                3,
                Instant.parse(TestPublisher.FOREVER),
                2,
                Stream.of(one, two)
                    .sorted((a, b) -> a.id().compareTo(b.id()))
                    .map(
                        key ->
                            new StoredRoot.Key(
                                key.id(),
                                Optional.of(key.asBare().id()),
                                Optional.of(key.publicKey())))
                    .toList()));
  }

  @Test
  void isEmptyForWhatIsNoRoot() {
    assertThat(StoredRoot.of(new Floor(new byte[1], Map.of()))).isEqualTo(Optional.empty());
  }
}
