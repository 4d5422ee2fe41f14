/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.trust.registry.Vendor.Tokens;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Amazon's registry, in what is its own way. */
class EcrQuirksTest extends VendorTest {
  private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.test";

  private final Vendor ecr =
      new Vendor(HOST, Optional.empty(), true, Map.of("AWS", "twelve-hours"), Set.of(), 401);

  @Test
  void thePasswordGoesWithEveryRequestAndIsChallengedOnce() {
    VendorRegistry registry = start(ecr);
    String auths = login(HOST, "AWS", "twelve-hours");

    assertRead(registry.pull(HOST + "/app:1", auths));
    assertRead(registry.pull(HOST + "/app:1", auths));

    assertThat(registry.server().requests())
        .extracting(r -> r.header("authorization"))
        .containsExactly(
            Optional.empty(),
            Optional.of(VendorRegistry.basic("AWS", "twelve-hours")),
            Optional.of(VendorRegistry.basic("AWS", "twelve-hours")));
  }

  @Test
  void aPasswordOfMoreThanTwelveHoursAgoIsARefusal() {
    assertThat(start(ecr).pull(HOST + "/app:1", login(HOST, "AWS", "expired")))
        .isInstanceOfSatisfying(
            ReadResult.Unauthorized.class,
            refused ->
                assertThat(refused.message())
                    .contains("accepted no credential", "answered 401 UNAUTHORIZED"));
  }

  @Test
  void theStoreBehindARedirectIsNotAsked() {
    VendorRegistry registry = start(ecr);
    registry
        .server()
        .answer("/v2/app/manifests/1", Answer.redirect(URI.create("https://s3.test/x?X-Amz=1")));

    assertThat(registry.pull(HOST + "/app:1", login(HOST, "AWS", "twelve-hours")))
        .isEqualTo(new ReadResult.OtherStatus(307));
    assertThat(registry.server().count("/x")).isZero();
  }

  @Test
  void thePublicGallerysRealmEndsInASlash() {
    VendorRegistry registry =
        start(
            new Vendor(
                "public.ecr.aws",
                Optional.of(
                    new Tokens(
                        "https://public.ecr.aws/token/",
                        "public.ecr.aws",
                        "aws",
                        BOTH,
                        "token",
                        Set.of(),
                        true)),
                false,
                Map.of(),
                Set.of(),
                401));

    assertRead(registry.pull("public.ecr.aws/nginx/nginx:1", "{}"));
    assertThat(onlyTokenRequest(registry).path()).isEqualTo("/token/");
  }
}
