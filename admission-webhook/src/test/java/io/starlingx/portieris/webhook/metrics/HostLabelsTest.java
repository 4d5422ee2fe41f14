/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostLabelsTest {

  private final HostLabels labels = new HostLabels(List.of("Notary.example.com:4443"));

  @Test
  void tenantsThatNameManyHostsDoNotMakeManySeries() {
    Set<String> values =
        IntStream.range(0, 1_000)
            .mapToObj(i -> labels.of("https://host" + i + ".example.com/v2/"))
            .collect(Collectors.toSet());

    assertThat(values).hasSize(HostLabels.MAX_OTHERS + 1).contains(HostLabels.OTHER);
  }

  @Test
  void operatorsHostKeepsItsValueHoweverManyOthersCameFirst() {
    IntStream.range(0, 1_000).forEach(i -> labels.of("https://host" + i + ".example.com/"));

    assertThat(labels.of("https://notary.example.com:4443/v2/x/_trust/tuf/root.json"))
        .isEqualTo("notary.example.com:4443");
  }

  @Test
  void hostKeepsTheValueItGotFirst() {
    String first = labels.of("https://REGISTRY.example.com/v2/a");

    assertThat(labels.of("https://registry.example.com/v2/b?page=2")).isEqualTo(first);
  }
}
