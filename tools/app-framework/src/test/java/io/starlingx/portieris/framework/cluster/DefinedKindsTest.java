/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import org.junit.jupiter.api.Test;

class DefinedKindsTest {

  @Test
  void aDefinitionThatIsGoneIsNotEstablished() {
    assertThat(DefinedKinds.isEstablished(null)).isFalse();
  }

  @Test
  void aNewDefinitionHasNoConditionsYet() {
    CustomResourceDefinitionStatus noConditions = new CustomResourceDefinitionStatus();
    noConditions.setConditions(null);
    assertThat(DefinedKinds.isEstablished(withStatus(noConditions))).isFalse();
  }

  @Test
  void anEstablishedDefinitionSaysSo() {
    assertThat(DefinedKinds.isEstablished(withCondition("Established", "True"))).isTrue();
    assertThat(DefinedKinds.isEstablished(withCondition("Established", "False"))).isFalse();
    assertThat(DefinedKinds.isEstablished(withCondition("NamesAccepted", "True"))).isFalse();
  }

  private static CustomResourceDefinition withStatus(CustomResourceDefinitionStatus status) {
    return new CustomResourceDefinitionBuilder().withStatus(status).build();
  }

  private static CustomResourceDefinition withCondition(String type, String status) {
    return new CustomResourceDefinitionBuilder()
        .withNewStatus()
        .addNewCondition()
        .withType(type)
        .withStatus(status)
        .endCondition()
        .endStatus()
        .build();
  }
}
