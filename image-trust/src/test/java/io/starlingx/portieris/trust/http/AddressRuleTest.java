/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {

  private static final AddressRule RULE =
      AddressRule.webhook(
          List.of(), List.of(new InetSocketAddress(InetAddress.ofLiteral("10.96.0.1"), 443)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "169.254.1.1",
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "2002:a9fe:a9fe::1",
        "fe80::1",
        "fd00:ec2::254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd20:ce::254",
        "::ffff:100.100.100.200",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255"
      })
  void refusesWhatOnlyThisHostOrItsCloudMayReach(String address) {
    assertThat(RULE.permits(InetAddress.ofLiteral(address), 443)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.5.5",
        "192.168.204.1",
        "fd01::3",
        "fd00:ec2::253",
        "100.100.100.201",
        "8.8.8.8",
        "2001:db8::1",
        "64:ff9b::808:808"
      })
  void permitsPublicAndPrivateAddresses(String address) {
    assertThat(RULE.permits(InetAddress.ofLiteral(address), 443)).isTrue();
  }

  @Test
  void refusesTheApiServerAtItsPortOnly() {
    assertThat(RULE.permits(InetAddress.ofLiteral("10.96.0.1"), 443)).isFalse();
    assertThat(RULE.permits(InetAddress.ofLiteral("64:ff9b::a60:1"), 443)).isFalse();
    assertThat(RULE.permits(InetAddress.ofLiteral("10.96.0.1"), 4443)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.0/8", "127.0.0.1:4443", "::ffff:127.0.0.1"})
  void permitsWhatTheOperatorAllows(String allowed) {
    AddressRule rule = AddressRule.webhook(List.of(allowed), List.of());

    assertThat(rule.permits(InetAddress.ofLiteral("127.0.0.1"), 4443)).isTrue();
    assertThat(rule.permits(InetAddress.ofLiteral("::1"), 4443)).isFalse();
  }

  @Test
  void anAllowedPortAllowsNoOther() {
    AddressRule rule = AddressRule.webhook(List.of("127.0.0.1:4443", "[::1]:4443"), List.of());

    assertThat(rule.permits(InetAddress.ofLiteral("::1"), 4443)).isTrue();
    assertThat(rule.permits(InetAddress.ofLiteral("127.0.0.1"), 4444)).isFalse();
    assertThat(rule.permits(InetAddress.ofLiteral("::1"), 22)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "example.com:443", "10.0.0.0/33", "1.2.3", "1.2.3.4:x"})
  void namesAnEntryThatIsNoAddress(String allowed) {
    assertThatThrownBy(() -> AddressRule.webhook(List.of(allowed), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + allowed + "\"");
  }

  @Property(tries = 300)
  void aWrappedAddressIsJudgedAsTheOneInside(@ForAll @Size(4) byte[] four) throws Exception {
    byte[] nat64 = new byte[16];
    nat64[1] = 0x64;
    nat64[2] = (byte) 0xff;
    nat64[3] = (byte) 0x9b;
    System.arraycopy(four, 0, nat64, 12, 4);

    assertThat(RULE.permits(InetAddress.getByAddress(nat64), 443))
        .isEqualTo(RULE.permits(InetAddress.getByAddress(four), 443));
  }
}
