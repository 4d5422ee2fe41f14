/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.http.ReceivedRequest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.registry.Vendor.Tokens;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Harbor, in what is its own way. */
class HarborQuirksTest extends VendorTest {
  private final Vendor harbor =
      Vendor.of(
          "harbor.test",
          new Tokens(
              "https://harbor.test/service/token",
              "harbor-registry",
              "",
              List.of("GET"),
              "token",
              Set.of("refresh"),
              false),
          "robot$ci",
          "s3cret");

  @Test
  void aRobotsNameHoldsADollarSign() {
    VendorRegistry registry = start(harbor);

    assertRead(registry.pull("harbor.test/team/app:1", login("harbor.test", "robot$ci", "s3cret")));
    assertThat(onlyTokenRequest(registry).query()).contains("account=robot%24ci");
  }

  @Test
  void tokensAreGivenByGetOnly() {
    VendorRegistry registry = start(harbor);

    assertRead(registry.pull("harbor.test/team/app:1", login("harbor.test", "robot$ci", "s3cret")));
    assertThat(registry.tokenRequests()).extracting(ReceivedRequest::method).containsOnly("GET");
  }

  @Test
  void theProjectIsTheFirstPartOfThePath() {
    VendorRegistry registry = start(harbor);

    assertRead(
        registry.pull(
            "harbor.test/team/sub/app:1",
            "{\"harbor.test/team\":%s,\"harbor.test/other\":%s}"
                .formatted(entry("robot$ci", "s3cret"), entry("robot$other", "x"))));
    assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
        .containsEntry("scope", "repository:team/sub/app:pull")
        .containsEntry("account", "robot$ci");
  }

  @Test
  void theTrustServerOnItsOwnPortHasItsTokensFromTheRegistrysHost() {
    VendorRegistry registry =
        start(
            Vendor.of(
                "harbor.test:4443",
                Tokens.standard("https://harbor.test/service/token", "harbor-notary"),
                "robot$ci",
                "s3cret"));

    assertRead(
        registry.read(
            URI.create("https://harbor.test:4443/v2/harbor.test/team/app/_trust/tuf/root.json"),
            ImageReference.of("harbor.test/team/app:1"),
            login("harbor.test", "robot$ci", "s3cret")));
    assertThat(onlyTokenRequest(registry).header("authorization")).isPresent();
  }
}
