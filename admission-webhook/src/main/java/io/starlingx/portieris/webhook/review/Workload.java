/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import java.util.List;
import java.util.Set;

/**
 * What a decision needs to know of a pod, or of the object that pods are made from.
 *
 * @param images every image, init containers first, in document order
 * @param pod where its pull secrets are
 */
record Workload(List<WorkloadImage> images, PodIdentity pod) {
  Workload {
    images = List.copyOf(images);
  }

  /** The same but for the images that its owner carries. */
  Workload without(Set<CarriedImage> owned) {
    return owned.isEmpty()
        ? this
        : new Workload(
            images.stream().filter(image -> !owned.contains(image.carried())).toList(), pod);
  }
}
