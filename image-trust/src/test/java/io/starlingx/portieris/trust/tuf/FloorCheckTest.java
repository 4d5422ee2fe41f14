/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.image.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FloorCheckTest {

  private static final TestPublisher PUBLISHER = new TestPublisher(TufFixture.GUN).publish();

  private static FloorCheck check(String... roles) {
    Map<String, Floor.Accepted> accepted = new HashMap<>();
    for (String role : roles) {
      accepted.put(role, new Floor.Accepted(1, Digest.of(role.getBytes(UTF_8))));
    }
    return new FloorCheck(Optional.of(new Floor(new byte[0], accepted)));
  }

  private static Set<String> remembered(FloorCheck check) throws TufException {
    Set<String> roles =
        new TreeSet<>(check.next(RootMetadata.parse(PUBLISHER.served("root"))).roles().keySet());
    roles.remove(Role.ROOT);
    return roles;
  }

  @Test
  void keepsDelegationsAndForgetsTheBaseRolesThatWereNotReadAgain() throws TufException {
    assertThat(remembered(check("root", "timestamp", "snapshot", "targets", "targets/a")))
        .containsExactly("targets/a");
  }

  @Test
  void forgetsWhatIsNoLongerDelegatedToAndAllBelow() throws TufException {
    FloorCheck check =
        check(
            "targets/a", "targets/a/x", "targets/a/x/y", "targets/b", "targets/b/x", "targets/ab");
    check.forgetOthers("targets", Set.of("targets/a"));
    assertThat(remembered(check)).containsExactly("targets/a", "targets/a/x", "targets/a/x/y");
  }

  @Test
  void forgetsOnlyBelowTheParent() throws TufException {
    FloorCheck check = check("targets/a", "targets/a/x", "targets/ab", "targets/b/x");
    check.forgetOthers("targets/a", Set.of());
    assertThat(remembered(check)).containsExactly("targets/a", "targets/ab", "targets/b/x");
  }
}
