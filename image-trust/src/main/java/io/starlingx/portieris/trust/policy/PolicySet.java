/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The policies that one workload is judged by.
 *
 * @param namespaced the ImagePolicies of the workload's namespace, in list order; when there is
 *     any, the cluster's do not count
 * @param cluster all ClusterImagePolicies, in list order
 */
public record PolicySet(PolicyList namespaced, PolicyList cluster) {
  public PolicySet {
    requireNonNull(namespaced, "namespaced");
    requireNonNull(cluster, "cluster");
  }

  /** Indexes both sides; whoever asks often keeps the lists. */
  public PolicySet(List<ImagePolicy> namespaced, List<ImagePolicy> cluster) {
    this(PolicyList.of(namespaced), PolicyList.of(cluster));
  }

  /** The side that counts. */
  PolicyList deciding() {
    return namespaced.policies().isEmpty() ? cluster : namespaced;
  }
}
