/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.webhook.review.AdmissionResponse.Denied;
import io.starlingx.portieris.webhook.review.WorkloadReading.Found;
import io.starlingx.portieris.webhook.review.WorkloadReading.Refused;
import java.util.List;
import java.util.Optional;

/**
 * Finds every image of a submitted object: those of init, ordinary and ephemeral containers and of
 * image volumes. A blank one is passed over; an object whose containers name none is refused.
 */
final class WorkloadReader {

  /** Most images that one object may name. */
  static final int MAX_IMAGES = 500;

  private WorkloadReader() {}

  static WorkloadReading read(AdmissionRequest request) {
    Optional<String> path = PodSpecPath.of(request.resource(), request.subResource());
    if (path.isEmpty()) {
      return forbidden(unsupported(request));
    }
    try {
      return read(request, path.get());
    } catch (MalformedPodSpecException e) {
      return new Refused(
          Denied.badRequest("bad request, unable to read the pod spec: " + e.getMessage()));
    }
  }

  private static WorkloadReading read(AdmissionRequest request, String path) {
    PodSpecNode pod = PodSpecNode.at(request.object(), path);
    List<WorkloadImage> images = PodImages.ofContainers(pod);
    if (images.isEmpty()) {
      return forbidden(
          "Deny \""
              + Printable.text(request.name())
              + "\", no container in "
              + path
              + " names an image");
    }
    images.addAll(PodImages.ofVolumes(pod));
    if (images.size() > MAX_IMAGES) {
      return forbidden(
          "Deny \""
              + Printable.text(request.name())
              + "\", it names "
              + images.size()
              + " images; at most "
              + MAX_IMAGES
              + " are checked");
    }
    return new Found(new Workload(images, RunningPod.identity(request.namespace(), pod)));
  }

  private static WorkloadReading forbidden(String message) {
    return new Refused(Denied.forbidden(message));
  }

  private static String unsupported(AdmissionRequest request) {
    String resource = Printable.text(request.resource().toString());
    String sub = request.subResource().isEmpty() ? "" : "/" + Printable.text(request.subResource());
    return "The resource \""
        + resource
        + sub
        + "\" is not supported. Make sure that you are using a supported kubectl version, and that"
        + " you are using a supported Kubernetes workload type";
  }
}
