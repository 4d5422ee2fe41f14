/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.DockerRegistry;
import io.starlingx.portieris.testbed.NotaryServer;
import io.starlingx.portieris.testbed.TestAuthority;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The real servers that the demo talks to, on loopback ports of this machine.
 *
 * @param controlPlane etcd and the API server, unless the cluster is somebody else's
 */
record DemoServers(
    TestAuthority authority,
    DockerRegistry registry,
    NotaryServer notary,
    Optional<ControlPlane> controlPlane,
    Path kubeconfig)
    implements AutoCloseable {

  static DemoServers start(DemoSettings settings) {
    TestAuthority authority = TestAuthority.create(settings.work().resolve("authority"));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Optional<ControlPlane>> plane =
          CompletableFuture.supplyAsync(
              () ->
                  settings.kubeconfig().isPresent()
                      ? Optional.empty()
                      : Optional.of(ControlPlane.start(settings.work().resolve("kubernetes"))),
              executor);
      CompletableFuture<DockerRegistry> registry =
          CompletableFuture.supplyAsync(
              () -> DockerRegistry.start(settings.work().resolve("registry"), authority), executor);
      CompletableFuture<NotaryServer> notary =
          CompletableFuture.supplyAsync(
              () -> NotaryServer.start(settings.work().resolve("notary"), authority), executor);
      return started(settings, authority, plane, registry, notary);
    }
  }

  private static DemoServers started(
      DemoSettings settings,
      TestAuthority authority,
      CompletableFuture<Optional<ControlPlane>> plane,
      CompletableFuture<DockerRegistry> registry,
      CompletableFuture<NotaryServer> notary) {
    try {
      Path kubeconfig =
          settings.kubeconfig().orElseGet(() -> plane.join().orElseThrow().kubeconfig());
      return new DemoServers(authority, registry.join(), notary.join(), plane.join(), kubeconfig);
    } catch (CompletionException e) {
      ended(plane).flatMap(started -> started).ifPresent(ControlPlane::close);
      ended(registry).ifPresent(DockerRegistry::close);
      ended(notary).ifPresent(NotaryServer::close);
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** What was started although another was not; waits until that is known. */
  private static <T> Optional<T> ended(CompletableFuture<T> start) {
    return start.handle((server, failure) -> Optional.ofNullable(server)).join();
  }

  /** A new client of the cluster; the caller closes it. */
  KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
        .build();
  }

  /** Lets everything live on after this program. */
  List<Long> release() {
    List<Long> pids = new ArrayList<>();
    controlPlane.ifPresent(
        plane -> {
          plane.release();
          pids.addAll(plane.pids());
        });
    registry.process().release();
    notary.process().release();
    pids.addAll(List.of(registry.process().pid(), notary.process().pid()));
    return pids;
  }

  @Override
  public void close() {
    notary.close();
    registry.close();
    controlPlane.ifPresent(ControlPlane::close);
  }
}
