/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A repository of one target and one delegation, which a test publishes anew. */
abstract class PublishedRepository {

  @TempDir Path state;

  final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN)
          .target("targets", "v1", "one")
          .delegate("targets/alice", List.of(""), TestKey.bare())
          .publish();

  TufFixture client() {
    return client(Duration.ZERO);
  }

  TufFixture client(Duration freshness) {
    return new TufFixture(
        publisher, new DirectoryFloor(state), new TufSettings(freshness, Duration.ZERO));
  }
}
