/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.http.TestTls;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.notary.TrustServer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustServersTest {

  private static final URI N1 = URI.create("https://n1.test:4443");
  private static final URI N2 = URI.create("https://n2.test:4443");
  private static final TrustServers CONFIGURED =
      new TrustServers(
          List.of(
              new ServerEntry("icr.io", List.of(N1, N2), List.of(TestTls.authority())),
              new ServerEntry("reg.io:5000", List.of(N2), List.of())));

  @Test
  void theRuleDecidesBeforeTheConfiguration() {
    URI other = URI.create("https://other.test");

    assertThat(CONFIGURED.choose(List.of(other), image("icr.io/a")))
        .containsExactly(new TrustServer(other, List.of(), TargetSource.UNTRUSTED));
  }

  @Test
  void aServerThatTheOperatorConfiguredIsHisOwnInARuleToo() {
    assertThat(CONFIGURED.choose(List.of(N1), image("other.io/a")))
        .containsExactly(
            new TrustServer(N1, List.of(TestTls.authority()), TargetSource.CONFIGURED));
  }

  @ParameterizedTest
  @CsvSource({
    "icr.io/a, n1.test",
    "icr.io:443/a, n1.test",
    "ICR.io/a, n1.test",
    "reg.io:5000/a, n2.test",
    "reg.io/a, ''",
    "us.icr.io/a, ''",
    "nginx, notary.docker.io",
    "registry-1.docker.io/library/nginx, notary.docker.io",
    "docker.io:443/nginx, notary.docker.io",
    "evildocker.io/x, ''",
    "quay.io/a/b, quay.io",
    "evilquay.io/a/b, ''",
  })
  void choosesByTheRegistryAtALabelBoundary(String image, String host) {
    List<TrustServer> servers = CONFIGURED.choose(List.of(), image(image));

    assertThat(servers.stream().map(server -> server.url().getHost()).findFirst().orElse(""))
        .isEqualTo(host);
  }

  @Test
  void triesTheServersOfAnEntryInOrder() {
    assertThat(CONFIGURED.choose(List.of(), image("icr.io/a")))
        .extracting(TrustServer::url)
        .containsExactly(N1, N2);
  }

  @Test
  void theDefaultsComeBeforeTheWellKnownServers() {
    TrustServers servers =
        new TrustServers(List.of(new ServerEntry(ServerEntry.DEFAULTS, List.of(N2), List.of())));

    assertThat(servers.choose(List.of(), image("nginx")))
        .containsExactly(new TrustServer(N2, List.of(), TargetSource.CONFIGURED));
  }

  @Test
  void aSlashAtTheEndOfAConfiguredServerMakesNoOther() {
    TrustServers servers =
        new TrustServers(
            List.of(new ServerEntry("icr.io", List.of(URI.create(N1 + "/")), List.of())));

    assertThat(servers.choose(List.of(N1), image("x.io/a")))
        .extracting(TrustServer::source)
        .containsExactly(TargetSource.CONFIGURED);
  }

  private static ImageReference image(String raw) {
    return ImageReference.of(raw);
  }
}
