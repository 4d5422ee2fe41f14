/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.kubernetes.CertManagerBinary;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.testbed.process.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Those controllers of a real cert-manager that self-signed and CA issuers need, and its CA
 * injector, as one process beside a cluster of this machine. Its own webhook does not run, so its
 * objects are stored as they are written. The process ends when this object is closed or this JVM
 * dies.
 */
public final class CertManager implements AutoCloseable {

  /** The namespace of the Secrets of ClusterIssuers. */
  public static final String NAMESPACE = "cert-manager";

  private final ServerProcess process;

  private CertManager(ServerProcess process) {
    this.process = process;
  }

  /**
   * Defines its kinds in the cluster and starts it; what it does comes about a little later.
   *
   * @param directory where its log goes
   */
  public static CertManager start(Path directory, ControlPlane cluster) {
    CertManagerBinary binary =
        CertManagerBinary.obtain(System.getenv(), Progress.onStandardError());
    try (KubernetesClient admin = cluster.client()) {
      for (Path definition : binary.definitions()) {
        try (InputStream in = Files.newInputStream(definition)) {
          List<HasMetadata> kinds = admin.load(in).items();
          kinds.forEach(kind -> admin.resource(kind).serverSideApply());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      admin.resource(Namespaces.of(NAMESPACE)).serverSideApply();
    }
    return new CertManager(
        ServerProcess.start(
            "cert-manager",
            directory,
            List.of(binary.program().toString()),
            Map.of("KUBECONFIG", cluster.kubeconfig().toString())));
  }

  @Override
  public void close() {
    process.close();
  }
}
