/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.registry.Vendor.Tokens;
import org.junit.jupiter.api.Test;

/** Google's registries, in what is its own way. */
class GoogleArtifactRegistryQuirksTest extends VendorTest {
  private static final String HOST = "europe-docker.pkg.dev";

  private Vendor user(String name, String password) {
    return Vendor.of(HOST, Tokens.standard("https://" + HOST + "/v2/token", HOST), name, password);
  }

  @Test
  void anAccessTokenIsThePasswordOfAFixedUser() {
    VendorRegistry registry = start(user("oauth2accesstoken", "ya29.x"));

    assertRead(registry.pull(HOST + "/p/r/app:1", login(HOST, "oauth2accesstoken", "ya29.x")));
    assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
        .containsEntry("service", HOST);
  }

  @Test
  void aKeyFileIsAPasswordOfSeveralLinesWithColons() {
    String key = "{\n  \"type\": \"service_account\",\n  \"private_key\": \"---\\nMII\\n\"\n}\n";
    VendorRegistry registry = start(user("_json_key", key));

    assertRead(registry.pull(HOST + "/p/r/app:1", login(HOST, "_json_key", key)));
  }

  @Test
  void anEncodedKeyFileHasAUserOfItsOwn() {
    VendorRegistry registry = start(user("_json_key_base64", "eyJ0eXBlIjoieCJ9Cg=="));

    assertRead(
        registry.pull(
            HOST + "/p/r/app:1", login(HOST, "_json_key_base64", "eyJ0eXBlIjoieCJ9Cg==")));
  }

  @Test
  void theOlderServiceHasItsRealmOnItsOwnHost() {
    VendorRegistry registry =
        start(
            Vendor.of(
                "gcr.io",
                Tokens.standard("https://gcr.io/v2/token", "gcr.io"),
                "oauth2accesstoken",
                "ya29.x"));

    assertRead(registry.pull("gcr.io/p/app:1", login("gcr.io", "oauth2accesstoken", "ya29.x")));
  }
}
