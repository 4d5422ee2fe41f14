/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class WorkloadPointerProperties {

  @Property
  void everyPointerLeadsToItsImageAndNoImageIsMissed(
      @ForAll @Size(max = 4) List<String> init,
      @ForAll @NotEmpty @Size(max = 4) List<String> containers,
      @ForAll @Size(max = 4) List<String> ephemeral,
      @ForAll @Size(max = 4) List<String> volumes) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    ObjectNode spec = object.putObject("spec");
    put(spec.putArray("initContainers"), init);
    put(spec.putArray("containers"), containers);
    put(spec.putArray("ephemeralContainers"), ephemeral);
    volumes.forEach(
        image -> spec.withArray("volumes").addObject().putObject("image").put("reference", image));
    AdmissionRequest request =
        new AdmissionRequest(
            "",
            new GroupVersionResource("", "v1", "pods"),
            "",
            "",
            "",
            "CREATE",
            false,
            Requester.UNKNOWN,
            object,
            MissingNode.getInstance());

    long inContainers =
        List.of(init, containers, ephemeral).stream()
            .flatMap(List::stream)
            .filter(image -> !image.isBlank())
            .count();
    long inVolumes = volumes.stream().filter(image -> !image.isBlank()).count();
    switch (WorkloadReader.read(request)) {
      case WorkloadReading.Refused refused -> assertThat(inContainers).isZero();
      case WorkloadReading.Found(Workload workload) -> {
        assertThat(workload.images()).hasSize((int) (inContainers + inVolumes));
        for (WorkloadImage image : workload.images()) {
          JsonNode there = object.at(image.pointer());
          assertThat(there.isTextual()).isTrue();
          assertThat(there.textValue()).isEqualTo(image.image());
        }
      }
    }
  }

  private static void put(ArrayNode containers, List<String> images) {
    images.forEach(image -> containers.addObject().put("name", "c").put("image", image));
  }
}
