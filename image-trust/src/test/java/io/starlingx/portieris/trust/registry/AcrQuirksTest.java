/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.registry.Vendor.Tokens;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Azure's registry, in what is its own way. */
class AcrQuirksTest extends VendorTest {
  private static final String HOST = "team.azurecr.io";
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private final Vendor acr =
      Vendor.of(
          HOST,
          new Tokens(
              "https://" + HOST + "/oauth2/token",
              HOST,
              "",
              BOTH,
              "access_token",
              Set.of("refresh/1"),
              false),
          NOBODY,
          "refresh/1");

  @Test
  void aRefreshTokenIsThePasswordOfTheZeroUser() {
    assertRead(start(acr).pull(HOST + "/app:1", login(HOST, NOBODY, "refresh/1")));
  }

  @Test
  void anIdentityTokenIsExchangedByPost() {
    VendorRegistry registry = start(acr);

    assertRead(
        registry.pull(
            HOST + "/app:1",
            "{\"%s\":{\"auth\":\"%s\",\"identitytoken\":\"refresh/1\"}}"
                .formatted(HOST, base64(NOBODY + ":"))));
    assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
        .containsEntry("grant_type", "refresh_token")
        .containsEntry("refresh_token", "refresh/1")
        .containsEntry("service", HOST)
        .containsEntry("scope", "repository:app:pull");
    assertThat(onlyTokenRequest(registry).method()).isEqualTo("POST");
  }

  @Test
  void theAnswerHoldsAnAccessTokenOnly() {
    VendorRegistry registry = start(acr);

    assertRead(registry.pull(HOST + "/app:1", login(HOST, NOBODY, "refresh/1")));
    assertThat(registry.server().requests().getLast().header("authorization"))
        .contains("Bearer the-token");
  }
}
