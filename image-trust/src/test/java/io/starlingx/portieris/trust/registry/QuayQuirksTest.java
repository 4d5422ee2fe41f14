/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import io.starlingx.portieris.trust.registry.Vendor.Tokens;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Quay, in what is its own way. */
class QuayQuirksTest extends VendorTest {
  private final Vendor quay =
      Vendor.of(
          "quay.io",
          new Tokens(
              "https://quay.io/v2/auth", "quay.io", "", List.of("GET"), "token", Set.of(), false),
          "org+robot",
          "s3cret");

  @Test
  void aRobotsNameHoldsAPlusThatIsNoBlank() {
    VendorRegistry registry = start(quay);

    assertRead(registry.pull("quay.io/org/app:1", login("quay.io", "org+robot", "s3cret")));
    assertThat(onlyTokenRequest(registry).query()).contains("account=org%2Brobot");
  }

  @Test
  void tokensAreNotGivenByPost() {
    VendorRegistry registry = start(quay);

    assertRead(registry.pull("quay.io/org/app:1", login("quay.io", "org+robot", "s3cret")));
    assertThat(registry.tokenRequests()).extracting(ReceivedRequest::method).containsOnly("GET");
  }

  @Test
  void aRedirectToItsDeliveryNetworkIsNotFollowedForAManifest() {
    VendorRegistry registry = start(quay);
    registry
        .server()
        .answer("/v2/org/app/manifests/1", Answer.redirect(URI.create("https://cdn.quay.test/x")));

    assertThat(registry.pull("quay.io/org/app:1", login("quay.io", "org+robot", "s3cret")))
        .isEqualTo(new ReadResult.OtherStatus(307));
    assertThat(registry.server().count("/x")).isZero();
  }
}
