/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LooseVersionTest {

  @Test
  void ordersAsThePlatformDoes() {
    assertThat(
            List.of("24.09-10", "1.0-2", "24.09-9", "24.9-9.1", "1.0", "1.0-10", "1.0a").stream()
                .map(LooseVersion::of)
                .sorted())
        .containsExactly(
            LooseVersion.of("1.0"),
            LooseVersion.of("1.0-2"),
            LooseVersion.of("1.0-10"),
            LooseVersion.of("1.0a"),
            LooseVersion.of("24.09-9"),
            LooseVersion.of("24.9-9.1"),
            LooseVersion.of("24.09-10"));
  }

  @Property
  void isAnOrder(@ForAll String a, @ForAll String b) {
    LooseVersion first = LooseVersion.of(a);
    LooseVersion second = LooseVersion.of(b);

    assertThat(Integer.signum(first.compareTo(second)))
        .isEqualTo(-Integer.signum(second.compareTo(first)));
    assertThat(first.compareTo(LooseVersion.of(a))).isZero();
  }
}
