/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.starlingx.portieris.trust.tuf.FloorKey;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names and sizes of the objects that hold trust state; no API server is asked. */
class FloorConfigMapsTest {

  private static final String GUN = "registry.test/app";

  @Test
  void spreadsRepositoriesOverIndexesButKeepsWhatInheritsTogether() {
    assertThat(FloorConfigMaps.indexName(firstUse(GUN, "team", "https://n1")))
        .isEqualTo(FloorConfigMaps.indexName(firstUse(GUN, "team", "https://n1", "https://n2")));
    assertThat(IntStream.range(0, 5000).mapToObj(i -> firstUse("registry.test/" + i, "team", "s")))
        .extracting(FloorConfigMaps::indexName)
        .containsOnly(
            IntStream.range(0, 16)
                .mapToObj("portieris-trust-index-namespace-team-%x"::formatted)
                .toArray(String[]::new));
  }

  @Test
  void oneNamespaceCannotFillTheIndexOfAnother() {
    FloorKey key = firstUse(GUN, "team", "https://n1", "https://n2");
    List<FloorKey> many = Collections.nCopies(12_000, key);
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(Config.empty()).build()) {
      FloorConfigMaps objects = new FloorConfigMaps(client, "portieris");

      assertThatThrownBy(() -> objects.index(Optional.empty(), "index", many))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is full with 12000 repositories");
    }
    assertThat(List.of(key, firstUse(GUN, "", "https://n1"), firstUse(GUN, "b", "https://n1")))
        .extracting(FloorConfigMaps::indexName)
        .doesNotHaveDuplicates();
  }

  private static FloorKey firstUse(String gun, String namespace, String... servers) {
    return new FloorKey.FirstUse(List.of(servers), gun, namespace);
  }
}
