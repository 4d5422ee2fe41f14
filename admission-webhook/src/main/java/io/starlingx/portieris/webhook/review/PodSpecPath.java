/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import java.util.Map;
import java.util.Optional;

/** Where objects that run containers hold their pod spec. */
final class PodSpecPath {

  private static final String POD = "/spec";
  private static final String TEMPLATE = "/spec/template/spec";
  private static final String CRON = "/spec/jobTemplate/spec/template/spec";

  private static final Map<GroupVersionResource, String> PATHS =
      Map.ofEntries(
          entry("", "v1", "pods", POD),
          entry("", "v1", "replicationcontrollers", TEMPLATE),
          entry("apps", "v1", "deployments", TEMPLATE),
          entry("apps", "v1beta1", "deployments", TEMPLATE),
          entry("apps", "v1beta2", "deployments", TEMPLATE),
          entry("extensions", "v1beta1", "deployments", TEMPLATE),
          entry("apps", "v1", "replicasets", TEMPLATE),
          entry("apps", "v1beta2", "replicasets", TEMPLATE),
          entry("extensions", "v1beta1", "replicasets", TEMPLATE),
          entry("apps", "v1", "daemonsets", TEMPLATE),
          entry("apps", "v1beta2", "daemonsets", TEMPLATE),
          entry("extensions", "v1beta1", "daemonsets", TEMPLATE),
          entry("apps", "v1", "statefulsets", TEMPLATE),
          entry("apps", "v1beta1", "statefulsets", TEMPLATE),
          entry("apps", "v1beta2", "statefulsets", TEMPLATE),
          entry("batch", "v1", "jobs", TEMPLATE),
          entry("batch", "v1", "cronjobs", CRON),
          entry("batch", "v1beta1", "cronjobs", CRON));

  private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");

  private PodSpecPath() {}

  /**
   * JSON Pointer of the pod spec, or empty for a resource that is not supported. Of subresources
   * only {@code pods/ephemeralcontainers} is: its object is the whole pod.
   */
  static Optional<String> of(GroupVersionResource resource, String subResource) {
    boolean supported =
        subResource.isEmpty()
            || (subResource.equals("ephemeralcontainers") && resource.equals(PODS));
    return supported ? Optional.ofNullable(PATHS.get(resource)) : Optional.empty();
  }

  private static Map.Entry<GroupVersionResource, String> entry(
      String group, String version, String resource, String path) {
    return Map.entry(new GroupVersionResource(group, version, resource), path);
  }
}
