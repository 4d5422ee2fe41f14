/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.framework.EngineChoice;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.node.Fate;
import io.starlingx.portieris.testbed.node.NodeStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A cluster with controllers, on whose nodes pods run, and on which Flux is served as {@link
 * FluxStandIn} does. The image decides what becomes of a container: {@code crashes} and {@code
 * absent} do what they say, all others run.
 */
final class RunningCluster implements AutoCloseable {

  private final TemporaryDirectory directory;
  private final ControlPlane plane;
  private final NodeStandIn nodes;
  private final KubernetesClient client;
  private final FluxStandIn flux;

  private RunningCluster(TemporaryDirectory directory) {
    this.directory = directory;
    plane = ControlPlane.startWithControllers(directory.path().resolve("cluster"));
    nodes = NodeStandIn.start(plane, RunningCluster::fate);
    client = plane.client();
    flux = FluxStandIn.start(plane, directory.path().resolve("flux"));
  }

  static RunningCluster start() {
    try {
      return new RunningCluster(TemporaryDirectory.create("running-cluster-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fate fate(Container container) {
    String image = container.getImage();
    if (image.contains("crashes")) {
      return new Fate.Crashes(3, "opening the database\nno database\n");
    }
    return image.contains("absent") ? new Fate.NotPulled("manifest unknown") : new Fate.Runs();
  }

  KubernetesClient client() {
    return client;
  }

  FluxStandIn flux() {
    return flux;
  }

  SystemClient system(Path directory, EngineChoice engine) {
    return new SystemClient(plane.kubeconfig(), directory.resolve("state"), engine);
  }

  @Override
  public void close() throws IOException {
    flux.close();
    client.close();
    nodes.close();
    plane.close();
    directory.close();
  }
}
