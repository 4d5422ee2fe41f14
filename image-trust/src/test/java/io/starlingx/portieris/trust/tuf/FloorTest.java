/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.image.Digest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FloorTest {

  private static final Digest CONTENT = Digest.of("content".getBytes(UTF_8));
  private static final Floor LOW = floor(Map.of("root", 2L, "targets", 5L, "targets/a", 3L));

  private static Floor floor(Map<String, Long> versions) {
    Map<String, Floor.Accepted> roles = new HashMap<>();
    versions.forEach((role, version) -> roles.put(role, new Floor.Accepted(version, CONTENT)));
    return new Floor("root".getBytes(UTF_8), roles);
  }

  @Test
  void contradictsWhatSaysSomethingElseInTheSameVersion() {
    Floor other =
        new Floor(new byte[0], Map.of("targets", new Floor.Accepted(5, Digest.of(new byte[] {1}))));

    assertThat(other.contradicts(LOW)).isTrue();
    assertThat(LOW.contradicts(other)).isTrue();
    assertThat(floor(Map.of("targets", 6L)).contradicts(other)).isFalse();
    assertThat(floor(Map.of("snapshot", 5L)).contradicts(other)).isFalse();
    assertThat(LOW.contradicts(LOW)).isFalse();
  }

  @Test
  void tellsWhetherTheRootIsTheSame() {
    assertThat(LOW.hasRootOf(floor(Map.of("root", 2L)))).isTrue();
    assertThat(LOW.hasRootOf(floor(Map.of("root", 3L, "targets", 5L)))).isFalse();
  }

  @Test
  void keepsTheDelegationsOfAnother() {
    Floor both =
        floor(Map.of("root", 3L, "targets/a", 1L))
            .withDelegationsOf(
                floor(Map.of("root", 2L, "targets", 9L, "targets/a", 3L, "targets/b", 4L)));

    assertThat(both).isEqualTo(floor(Map.of("root", 3L, "targets/a", 1L, "targets/b", 4L)));
  }

  @Test
  void isAtLeastWhatHasNoRoleNewer() {
    assertThat(LOW.isAtLeast(LOW)).isTrue();
    assertThat(floor(Map.of("root", 3L, "targets", 6L, "targets/a", 3L)).isAtLeast(LOW)).isTrue();
    assertThat(floor(Map.of("root", 2L, "targets", 5L)).isAtLeast(LOW)).isTrue();
    assertThat(floor(Map.of("root", 1L, "targets", 6L)).isAtLeast(LOW)).isFalse();
    assertThat(floor(Map.of("root", 2L, "targets", 6L, "targets/a", 2L)).isAtLeast(LOW)).isFalse();
    assertThat(floor(Map.of("root", 2L)).isAtLeast(LOW)).isFalse();
  }

  @Test
  void isAValue() {
    Floor same = floor(Map.of("root", 2L, "targets", 5L, "targets/a", 3L));
    assertThat(same).isEqualTo(LOW).hasSameHashCodeAs(LOW);
    assertThat(LOW).isNotEqualTo(floor(Map.of("root", 2L)));
    assertThat(LOW).isNotEqualTo(new Floor(new byte[1], LOW.roles()));
    assertThat(LOW.hashCode()).isNotEqualTo(floor(Map.of("root", 2L)).hashCode());
    assertThat(LOW.toString()).startsWith("Floor{").contains("version=5");
    LOW.root()[0] = 0;
    assertThat(LOW.root()).isEqualTo("root".getBytes(UTF_8));
  }

  @Test
  void knowsTheVersionOfEachRole() {
    assertThat(LOW.version("targets")).isEqualTo(5);
    assertThat(LOW.version("snapshot")).isZero();
  }
}
