/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {

  @ParameterizedTest
  @CsvSource({
    "targets, targets/a, true",
    "targets/a, targets/a/b, true",
    "targets, targets/a/b, false",
    "targets/a, targets/b/c, false",
    "targets/a, targets/ab, false",
    "targets, targets/A, false",
    "root, root/a, false"
  })
  void aChildIsOneStepBelow(String parent, String child, boolean expected) {
    assertThat(Role.isChild(parent, child)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "targets",
        "targets/",
        "targets//a",
        "targets/a/",
        "targets/../a",
        "targets/a.b",
        "targets/é",
        "snapshot",
        "targets/a\n"
      })
  void refusesNamesThatArePathsOrNoDelegations(String name) {
    assertThat(Role.isDelegation(name)).isFalse();
  }

  @Test
  void aNameIsShorterThan256Characters() {
    assertThat(Role.isDelegation("targets/" + "a".repeat(247))).isTrue();
    assertThat(Role.isDelegation("targets/" + "a".repeat(248))).isFalse();
  }

  @Test
  void depthCountsDelegations() {
    assertThat(Role.depth("targets")).isZero();
    assertThat(Role.depth("targets/a/b")).isEqualTo(2);
  }
}
