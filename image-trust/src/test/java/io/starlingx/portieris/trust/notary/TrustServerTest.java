/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.TargetSource;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustServerTest {

  @ParameterizedTest
  @CsvSource({
    "https://n1.test, https://n1.test",
    "HTTPS://N1.test:443/, https://n1.test",
    "http://n1.test:80//, http://n1.test",
    "https://n1.test:80, https://n1.test:80",
    "https://n1.test:4443/Sub/, https://n1.test:4443/Sub",
    "https://[fd00::1]:4443, https://[fd00::1]:4443"
  })
  void hasOneNameHoweverItIsSpelled(String url, String name) {
    assertThat(new TrustServer(URI.create(url), List.of(), TargetSource.CONFIGURED).name())
        .isEqualTo(name);
  }
}
