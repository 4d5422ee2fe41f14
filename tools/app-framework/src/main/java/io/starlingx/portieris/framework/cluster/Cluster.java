/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.nio.file.Path;

/** A reachable cluster. */
public final class Cluster implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final KubeConfigFile kubeconfig;
  private final KubernetesClient client;
  private final String uid;

  private Cluster(KubeConfigFile kubeconfig, KubernetesClient client, String uid) {
    this.kubeconfig = kubeconfig;
    this.client = client;
    this.uid = uid;
  }

  /**
   * Connects to the cluster of the current context.
   *
   * @throws ClusterUnreachableException when it does not answer within 10 seconds
   */
  public static Cluster connect(KubeConfigFile kubeconfig) throws ClusterUnreachableException {
    if (kubeconfig.path().toFile().length() == 0) {
      throw new ClusterUnreachableException("kubeconfig " + kubeconfig.path() + " is empty");
    }
    KubernetesClient client;
    try {
      Config config = Config.fromKubeconfig(kubeconfig.path().toFile());
      config.setConnectionTimeout(TIMEOUT_MILLIS);
      config.setRequestTimeout(TIMEOUT_MILLIS);
      config.setRequestRetryBackoffLimit(0);
      client = new KubernetesClientBuilder().withConfig(config).build();
    } catch (RuntimeException e) {
      throw new ClusterUnreachableException(
          "kubeconfig " + kubeconfig.path() + " is not usable: " + e.getMessage(), e);
    }
    try {
      Namespace system = client.namespaces().withName("kube-system").get();
      if (system == null) {
        throw new ClusterUnreachableException(client.getMasterUrl() + " has no kube-system");
      }
      return new Cluster(kubeconfig, client, system.getMetadata().getUid());
    } catch (KubernetesClientException e) {
      String detail = client.getMasterUrl() + ": " + reason(e);
      client.close();
      throw new ClusterUnreachableException(detail, e);
    }
  }

  /** What the API server said, or why it could not be asked. */
  public static String reason(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    Throwable cause = e;
    boolean connecting = false;
    while (cause.getCause() != null) {
      cause = cause.getCause();
      connecting |= cause instanceof ConnectException;
    }
    String message = cause.getMessage();
    if (message != null) {
      return message;
    }
    return connecting ? "no connection" : cause.getClass().getSimpleName();
  }

  /** What tells this cluster from every other one: the UID of namespace kube-system. */
  public String uid() {
    return uid;
  }

  /**
   * The version of the API server, for example {@code v1.34.4}.
   *
   * @throws ClusterUnreachableException when it does not answer
   */
  public String version() throws ClusterUnreachableException {
    try {
      return client.getKubernetesVersion().getGitVersion();
    } catch (KubernetesClientException e) {
      throw new ClusterUnreachableException(client.getMasterUrl() + ": " + reason(e), e);
    }
  }

  /** The file that Helm is to read as well. */
  public Path kubeconfig() {
    return kubeconfig.path();
  }

  /** The connection. */
  public KubernetesClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
  }
}
