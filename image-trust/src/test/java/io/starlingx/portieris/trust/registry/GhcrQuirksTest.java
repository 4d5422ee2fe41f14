/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.registry.Vendor.Tokens;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** GitHub's registry, in what is its own way. */
class GhcrQuirksTest extends VendorTest {
  private Vendor ghcr(boolean isPublic) {
    return new Vendor(
        "ghcr.io",
        Optional.of(
            new Tokens("https://ghcr.io/token", "ghcr.io", "", BOTH, "token", Set.of(), isPublic)),
        false,
        Map.of("alice", "ghp_1"),
        Set.of("Z2hwXzE="),
        403);
  }

  @Test
  void evenAPublicImageNeedsAToken() {
    VendorRegistry registry = start(ghcr(true));

    assertRead(registry.pull("ghcr.io/org/app:1", "{}"));
    assertThat(onlyTokenRequest(registry).header("authorization")).isEmpty();
  }

  @Test
  void aWrongCredentialIsDeniedWithoutAChallengeAndTheNextOneTried() {
    VendorRegistry registry = start(ghcr(false));

    assertRead(
        registry.pull(
            "ghcr.io/org/app:1",
            "{\"ghcr.io/org\":%s,\"ghcr.io\":%s}"
                .formatted(entry("alice", "ghp_old"), entry("alice", "ghp_1"))));
    assertThat(registry.pull("ghcr.io/org/app:1", login("ghcr.io", "alice", "ghp_old")))
        .isInstanceOfSatisfying(
            ReadResult.Unauthorized.class,
            refused -> assertThat(refused.message()).contains("ghcr.io answered 403"));
  }

  @Test
  void aPublicImageIsReadWithAnExpiredCredential() {
    assertRead(start(ghcr(true)).pull("ghcr.io/org/app:1", login("ghcr.io", "alice", "ghp_old")));
  }

  @Test
  void theEncodedAccessTokenIsABearerToken() {
    String token = Base64.getEncoder().encodeToString("ghp_1".getBytes(UTF_8));
    VendorRegistry registry = start(ghcr(false));

    assertRead(
        registry.pull("ghcr.io/org/app:1", "{\"ghcr.io\":{\"registrytoken\":\"" + token + "\"}}"));
    assertThat(registry.tokenRequests()).isEmpty();
  }
}
