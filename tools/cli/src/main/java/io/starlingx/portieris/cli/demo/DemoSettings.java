/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the demo is told.
 *
 * @param distribution the folder with the webhook's jars
 * @param workspace where the webhook's runtime is kept from run to run
 * @param folder holds what this run writes; deleted at its end
 * @param kubeconfig the cluster to use; without one the demo brings its own control plane
 * @param address where the cluster's API server reaches this machine
 * @param keep whether everything stays at the end
 */
public record DemoSettings(
    Path distribution,
    Path workspace,
    TemporaryDirectory folder,
    Optional<Path> kubeconfig,
    String address,
    boolean keep) {

  Path work() {
    return folder.path();
  }
}
