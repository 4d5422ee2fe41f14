/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** An API server without anything that would make pods. */
record PlainCluster(TemporaryDirectory directory, ControlPlane plane, KubernetesClient client)
    implements AutoCloseable {

  static PlainCluster start() {
    try {
      TemporaryDirectory directory = TemporaryDirectory.create("plain-cluster-");
      ControlPlane plane = ControlPlane.start(directory.path().resolve("cluster"));
      return new PlainCluster(directory, plane, plane.client());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path kubeconfig() {
    return plane.kubeconfig();
  }

  SystemClient system(Path state) {
    return new SystemClient(kubeconfig(), state.resolve("state"));
  }

  @Override
  public void close() throws IOException {
    client.close();
    plane.close();
    directory.close();
  }
}
