/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Any registry behind a password file, in what is its own way. */
class PlainBasicQuirksTest extends VendorTest {
  private final Vendor basic =
      new Vendor("own.test:5000", Optional.empty(), true, Map.of("a", "b:c"), Set.of(), 401);

  @Test
  void thePasswordGoesToTheRegistryItself() {
    VendorRegistry registry = start(basic);

    assertRead(registry.pull("own.test:5000/app:1", login("own.test:5000", "a", "b:c")));
    assertThat(registry.server().requests().getLast().header("authorization"))
        .contains(VendorRegistry.basic("a", "b:c"));
  }

  @Test
  void aWrongPasswordIsARefusal() {
    assertThat(start(basic).pull("own.test:5000/app:1", login("own.test:5000", "a", "x")))
        .isInstanceOf(ReadResult.Unauthorized.class);
  }
}
