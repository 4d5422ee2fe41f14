/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.TestbedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder with the programs of a control plane, named as in the archives of controller tests.
 *
 * @param directory the folder
 * @param origin where it came from, for messages
 */
public record KubernetesPrograms(Path directory, String origin) {

  public Path etcd() {
    return program("etcd");
  }

  public Path apiServer() {
    return program("kube-apiserver");
  }

  public Path kubectl() {
    return program("kubectl");
  }

  /** Not in every archive for controller tests: it is looked for only when asked for. */
  public Path controllerManager() {
    return program("kube-controller-manager");
  }

  private Path program(String name) {
    Path path = directory.resolve(name);
    if (!Files.isExecutable(path)) {
      throw new TestbedException(
          "no program %s in %s (%s). The binary that the test bed builds itself has it: let it be"
                  .formatted(name, directory, origin)
              + " built by leaving KUBEBUILDER_ASSETS unset and having Go 1.24 or newer on PATH.");
    }
    return path;
  }
}
