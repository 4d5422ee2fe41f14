/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv6LiteralTest {

  @ParameterizedTest
  @CsvSource({
    "[fd00::1], [fd00::1]",
    "[FD00:0::0001], [fd00::1]",
    "[fd00:0:0:0:0:0:0:1], [fd00::1]",
    "[::], [::]",
    "[0:0:0:0:0:0:0:1], [::1]",
    "[1::], [1::]",
    "[2001:db8:0:1:1:1:1:1], [2001:db8:0:1:1:1:1:1]",
    "[2001:0:0:1:0:0:0:1], [2001:0:0:1::1]",
    "[2001:db8:0:0:1:0:0:1], [2001:db8::1:0:0:1]",
    "[::ffff:a00:1], [::ffff:a00:1]",
    "[1:2], [1:2]",
    "registry.test, registry.test",
    "10.0.0.1, 10.0.0.1",
    "[], []",
  })
  void hasOneSpelling(String written, String canonical) {
    assertThat(Ipv6Literal.canonical(written)).isEqualTo(canonical);
  }

  @Property
  void staysTheSameAddress(@ForAll @Size(16) byte[] bytes) throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress(bytes);
    String written = "[" + address.getHostAddress() + "]";

    String canonical = Ipv6Literal.canonical(written);

    assertThat(InetAddress.ofLiteral(canonical.substring(1, canonical.length() - 1)))
        .isEqualTo(address);
    assertThat(Ipv6Literal.canonical(canonical)).isEqualTo(canonical);
  }
}
