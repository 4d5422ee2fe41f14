/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Definitions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Does for HelmReleases what Flux's helm-controller does, where that cannot be had: waits for what
 * a release depends on, takes the values from the Secrets in their order, installs and upgrades
 * with Helm, waits until everything is ready, and sets helm-controller's conditions in its order.
 *
 * @see <a href="https://fluxcd.io/flux/components/helm/helmreleases/">Flux, Helm Releases</a>
 */
final class FluxStandIn implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {

  private static final int TRIES = 10;
  private static final String FINALIZER = "finalizers.fluxcd.io";

  private final KubernetesClient client;
  private final Path kubeconfig;
  private final ChartSource charts;
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final Set<String> suspended = ConcurrentHashMap.newKeySet();

  private FluxStandIn(ControlPlane cluster, Path directory) {
    this.client = cluster.client();
    this.kubeconfig = cluster.kubeconfig();
    this.charts = new ChartSource(client, directory);
    this.informer =
        client
            .genericKubernetesResources(ReleaseObject.VERSION, ReleaseObject.KIND)
            .inAnyNamespace()
            .inform(this);
  }

  /** Starts it on a cluster that has none of Flux's definitions. */
  static FluxStandIn start(ControlPlane cluster, Path directory) {
    try (KubernetesClient client = cluster.client()) {
      for (String kind : List.of("helmreleases", "helmrepositories", "helmcharts")) {
        try (InputStream yaml =
            Objects.requireNonNull(
                FluxStandIn.class.getResourceAsStream("flux/" + kind + ".yaml"))) {
          Definitions.serve(client, new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      return new FluxStandIn(cluster, Files.createDirectories(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next reconciliations of the release end with this message. */
  void failWith(String release, String message) {
    failures.put(release, message);
  }

  /** The next reconciliations of the release do not end. */
  void holdBack(String release) {
    held.add(release);
  }

  void succeed(String release) {
    held.remove(release);
    failures.remove(release);
  }

  /** Names of the releases that somebody has suspended. */
  Set<String> suspended() {
    return suspended;
  }

  /** Everything that was fetched. */
  List<String> urls() {
    return charts.urls();
  }

  @Override
  public void onAdd(GenericKubernetesResource release) {
    take(release, TRIES);
  }

  /** As a controller does, again when somebody else has changed the release in between. */
  private void take(GenericKubernetesResource release, int tries) {
    worker.execute(
        () -> {
          try {
            reconcile(release);
          } catch (KubernetesClientException e) {
            if (tries == 1) {
              throw e;
            }
            take(release, tries - 1);
          }
        });
  }

  @Override
  public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource release) {
    if (Boolean.TRUE.equals(release.get("spec", "suspend"))) {
      suspended.add(release.getMetadata().getName());
    }
    boolean isChanged =
        !release.getMetadata().getGeneration().equals(old.getMetadata().getGeneration());
    if (isChanged || release.getMetadata().getDeletionTimestamp() != null) {
      take(release, TRIES);
    }
  }

  @Override
  public void onDelete(GenericKubernetesResource release, boolean isUnknown) {}

  private void reconcile(GenericKubernetesResource seen) {
    ReleaseObject.find(client, seen).ifPresent(this::reconcile);
  }

  private void reconcile(ReleaseObject release) {
    if (release.isDeleted() && release.isSuspended()) {
      release.finalizers(List.of());
      return;
    }
    if (release.isDeleted()) {
      Helm.uninstall(release.releaseName())
          .withNamespace(release.namespace())
          .withKubeConfig(kubeconfig)
          .ignoreNotFound()
          .call();
      charts.forget(release);
      release.finalizers(List.of());
      return;
    }
    release.finalizers(List.of(FINALIZER));
    if (release.isSuspended()) {
      return;
    }
    release.reconciling("Fulfilling prerequisites");
    if (held.contains(release.name())) {
      return;
    }
    for (ReleaseObject dependency : release.dependencies()) {
      if (!dependency.isReady()) {
        release.waitingFor(dependency);
        return;
      }
    }
    String message = failures.get(release.name());
    try {
      if (message == null) {
        deploy(release);
        release.ready();
        release.dependents().forEach(this::reconcile);
        return;
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      message = "Helm install failed for release " + release + ": " + e.getMessage();
    }
    release.failed(message);
  }

  private void deploy(ReleaseObject release) throws IOException, InterruptedException {
    Path chart = charts.fetch(release);
    List<Path> values = release.values(chart.resolveSibling("values"));
    boolean exists =
        Helm.list().withNamespace(release.namespace()).withKubeConfig(kubeconfig).call().stream()
            .anyMatch(found -> found.getName().equals(release.releaseName()));
    if (exists) {
      UpgradeCommand upgrade =
          new Helm(chart)
              .upgrade()
              .withName(release.releaseName())
              .withNamespace(release.namespace())
              .withKubeConfig(kubeconfig)
              .withTimeout(release.timeoutSeconds())
              .waitReady();
      values.forEach(upgrade::withValuesFile);
      upgrade.call();
    } else {
      InstallCommand install =
          new Helm(chart)
              .install()
              .withName(release.releaseName())
              .withNamespace(release.namespace())
              .withKubeConfig(kubeconfig)
              .withTimeout(release.timeoutSeconds())
              .waitReady();
      values.forEach(install::withValuesFile);
      install.call();
    }
  }

  @Override
  public void close() {
    informer.close();
    worker.close();
    charts.close();
    client.close();
  }
}
