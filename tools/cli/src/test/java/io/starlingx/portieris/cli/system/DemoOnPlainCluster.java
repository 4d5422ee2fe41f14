/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The application {@code demo} on a cluster that tests share; each of them leaves none behind. */
@ExtendWith(SharedCluster.class)
abstract class DemoOnPlainCluster {

  final KubernetesClient client;
  final Path directory;
  final SystemClient system;

  DemoOnPlainCluster(PlainCluster cluster, Path directory) {
    this.client = cluster.client();
    this.directory = directory;
    this.system = cluster.system(directory);
  }

  @AfterEach
  void clean() {
    system.discard("demo");
  }
}
