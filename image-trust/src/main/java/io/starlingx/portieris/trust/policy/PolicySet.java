/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import java.util.List;

/**
 * The policies that one workload is judged by.
 *
 * @param namespaced the ImagePolicies of the workload's namespace, in list order; when there is
 *     any, the cluster's do not count
 * @param cluster all ClusterImagePolicies, in list order
 */
public record PolicySet(List<ImagePolicy> namespaced, List<ImagePolicy> cluster) {
  public PolicySet {
    namespaced = List.copyOf(namespaced);
    cluster = List.copyOf(cluster);
  }
}
