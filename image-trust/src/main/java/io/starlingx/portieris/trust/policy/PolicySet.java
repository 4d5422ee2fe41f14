/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.ImageReference;
import java.util.List;
import java.util.Optional;

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

  /** Whether policies of the namespace count, which hide the cluster's. */
  public boolean isNamespaced() {
    return !namespaced.policies().isEmpty();
  }

  /** The side that counts. */
  public PolicyList deciding() {
    return isNamespaced() ? namespaced : cluster;
  }

  /**
   * The exemption from the cluster's rules for an image, the one that ends last. It may have ended.
   *
   * @param names the image under every name that it may be exempted by
   */
  public Optional<Exemption> exemption(List<ImageReference> names) {
    return cluster.exemption(names);
  }
}
