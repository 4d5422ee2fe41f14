/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every place of a pod spec that names an image. */
public final class PodImages {

  private static final List<String> CONTAINERS =
      List.of("initContainers", "containers", "ephemeralContainers");

  private PodImages() {}

  /**
   * The images that an object of the API carries; none when objects of its kind run no containers.
   *
   * @param apiVersion {@code apps/v1}
   * @param resource plural, lower case
   */
  public static Set<CarriedImage> of(String apiVersion, String resource, JsonNode object) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    GroupVersionResource type =
        new GroupVersionResource(group, apiVersion.substring(slash + 1), resource);
    Set<CarriedImage> carried = new LinkedHashSet<>();
    PodSpecPath.of(type, "")
        .map(path -> PodSpecNode.at(object, path))
        .ifPresent(
            pod -> {
              ofContainers(pod).forEach(image -> carried.add(image.carried()));
              ofVolumes(pod).forEach(image -> carried.add(image.carried()));
            });
    return carried;
  }

  /** Those of containers, init containers first, in document order. */
  static List<WorkloadImage> ofContainers(PodSpecNode pod) {
    List<WorkloadImage> images = new ArrayList<>();
    for (String list : CONTAINERS) {
      for (PodSpecNode container : pod.list(list)) {
        container.image("image", list, name(container)).ifPresent(images::add);
      }
    }
    return images;
  }

  /** Those of image volumes. */
  static List<WorkloadImage> ofVolumes(PodSpecNode pod) {
    List<WorkloadImage> images = new ArrayList<>();
    for (PodSpecNode volume : pod.list("volumes")) {
      volume
          .object("image")
          .flatMap(image -> image.image("reference", "volumes", name(volume)))
          .ifPresent(images::add);
    }
    return images;
  }

  private static String name(PodSpecNode element) {
    return element.text("name").orElse("");
  }
}
