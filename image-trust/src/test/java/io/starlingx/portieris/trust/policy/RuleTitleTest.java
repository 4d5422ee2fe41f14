/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleTitleTest {

  private static final RepositoryRule RULE =
      new RepositoryRule("icr.io/*", true, List.of(), List.of());

  @Test
  void namesKindPolicyAndRepository() {
    assertThat(title(Optional.of("team-a")))
        .isEqualTo("ImagePolicy team-a/web, repository icr.io/*");
    assertThat(title(Optional.empty())).isEqualTo("ClusterImagePolicy web, repository icr.io/*");
  }

  private static String title(Optional<String> namespace) {
    return new RuleMatch(new ImagePolicy(namespace, "web", List.of(RULE)), RULE).title();
  }
}
