/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;

/** Connects to the cluster when a plugin is to be run, and no sooner. */
@FunctionalInterface
public interface ClusterSource {

  /** The cluster; always the same one. */
  Cluster connect() throws ClusterUnreachableException;
}
