/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import io.starlingx.portieris.app.upload.AppMetadata.Dependency;
import io.starlingx.portieris.app.upload.AppMetadata.ParentException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldBackTest {

  private static final AppMetadata INSTALLED = application("base", "1.0-1", List.of(), List.of());
  private static final AppMetadata NEXT = application("base", "1.0-2", List.of(), List.of());

  @Test
  void aVersionToWhichAnUpdateHasFailed() {
    assertThat(new HeldBack(List.of("1.0-2"), List.of()).reason(INSTALLED, NEXT))
        .contains("an update to it has failed before");
    assertThat(new HeldBack(List.of("1.0-3"), List.of()).reason(INSTALLED, NEXT)).isEmpty();
  }

  @Test
  void aVersionWithoutWhichAnAppliedApplicationWouldLackWhatItNeeds() {
    assertThat(needing("1\\.0-1").reason(INSTALLED, NEXT))
        .contains("parent (3.0-1) needs version 1.0-1");
    assertThat(needing("1\\.0-.*").reason(INSTALLED, NEXT)).as("both satisfy it").isEmpty();
    assertThat(needing("9\\..*").reason(INSTALLED, NEXT)).as("none satisfies it").isEmpty();
  }

  @Test
  void unlessTheVersionExceptsThatApplication() {
    assertThat(needing("1\\.0-1").reason(INSTALLED, excepting("parent", "3\\..*"))).isEmpty();
    assertThat(needing("1\\.0-1").reason(INSTALLED, excepting("parent", "4\\..*"))).isPresent();
    assertThat(needing("1\\.0-1").reason(INSTALLED, excepting("other", ".*"))).isPresent();
  }

  private static HeldBack needing(String version) {
    Dependency group =
        new Dependency(
            List.of(
                new Alternative("other", ".*", "warn"), new Alternative("base", version, "warn")));
    return new HeldBack(
        List.of(), List.of(application("parent", "3.0-1", List.of(group), List.of())));
  }

  private static AppMetadata excepting(String name, String version) {
    return application("base", "1.0-2", List.of(), List.of(new ParentException(name, version)));
  }

  private static AppMetadata application(
      String name,
      String version,
      List<Dependency> dependencies,
      List<ParentException> exceptions) {
    return ManagedApplication.of(name, version, true, dependencies, exceptions, "");
  }
}
