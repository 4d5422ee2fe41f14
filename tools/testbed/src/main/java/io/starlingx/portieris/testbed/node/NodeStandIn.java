/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.node;

import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.testbed.object.Namespaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Stands in for scheduler, kubelet and container runtime of a cluster that has none: takes every
 * pod, gives it the status that a kubelet would give it, answers for its logs and confirms its
 * deletion. Nothing is ever run.
 */
public final class NodeStandIn implements AutoCloseable {

  /** The node's name. */
  public static final String NAME = "stand-in";

  private static final String LEASES = "kube-node-lease";
  private static final int BEAT_SECONDS = 10;
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final int RETRY_SECONDS = 1;

  private final KubernetesClient client;
  private final Function<Container, Fate> fates;
  private final FaultyServer kubelet;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("node-stand-in").daemon().unstarted(task));
  private final SharedIndexInformer<Pod> pods;

  private NodeStandIn(ControlPlane cluster, Function<Container, Fate> fates) {
    this.client = cluster.client();
    this.fates = fates;
    this.kubelet = FaultyServer.start(cluster.authority());
    kubelet.answer("/containerLogs/", this::logs);
    register();
    var _ = worker.scheduleAtFixedRate(this::beat, 0, BEAT_SECONDS, TimeUnit.SECONDS);
    this.pods = client.pods().inAnyNamespace().inform(handler());
  }

  /** Starts it with containers that all run. */
  public static NodeStandIn start(ControlPlane cluster) {
    return start(cluster, container -> new Fate.Runs());
  }

  /** Starts it; {@code fates} says what becomes of each container. */
  public static NodeStandIn start(ControlPlane cluster, Function<Container, Fate> fates) {
    return new NodeStandIn(cluster, fates);
  }

  private void register() {
    Map<String, Quantity> capacity =
        Map.of(
            "cpu", new Quantity("64"),
            "memory", new Quantity("256Gi"),
            "pods", new Quantity("500"));
    Node node =
        new NodeBuilder()
            .withNewMetadata()
            .withName(NAME)
            .addToLabels("kubernetes.io/hostname", NAME)
            .addToLabels("kubernetes.io/os", "linux")
            .endMetadata()
            .build();
    client.nodes().resource(node).create();
    Node running =
        new NodeBuilder()
            .withNewStatus()
            .withCapacity(capacity)
            .withAllocatable(capacity)
            .addNewAddress()
            .withType("InternalIP")
            .withAddress("127.0.0.1")
            .endAddress()
            .withNewDaemonEndpoints()
            .withNewKubeletEndpoint(kubelet.port())
            .endDaemonEndpoints()
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .withReason("KubeletReady")
            .endCondition()
            .endStatus()
            .build();
    // A merge patch: the controllers change the node at the same time.
    client
        .nodes()
        .withName(NAME)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            client.getKubernetesSerialization().asJson(running));
    if (client.namespaces().withName(LEASES).get() == null) {
      client.namespaces().resource(Namespaces.of(LEASES)).create();
    }
  }

  /** Without it the controller-manager takes the node for dead. */
  private void beat() {
    try {
      client
          .leases()
          .inNamespace(LEASES)
          .resource(
              new LeaseBuilder()
                  .withNewMetadata()
                  .withName(NAME)
                  .endMetadata()
                  .withNewSpec()
                  .withHolderIdentity(NAME)
                  .withLeaseDurationSeconds(4 * BEAT_SECONDS)
                  .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                  .endSpec()
                  .build())
          .forceConflicts()
          .serverSideApply();
    } catch (KubernetesClientException e) {
      // The next beat tells whether the cluster is gone.
    }
  }

  private ResourceEventHandler<Pod> handler() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(Pod pod) {
        take(pod);
      }

      @Override
      public void onUpdate(Pod before, Pod pod) {
        take(pod);
      }

      @Override
      public void onDelete(Pod pod, boolean isUnknown) {
        // Nothing ran.
      }
    };
  }

  private void take(Pod pod) {
    worker.execute(() -> next(pod));
  }

  /** One step; the event that it causes leads to the next one. */
  private void next(Pod pod) {
    var resource =
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName());
    try {
      if (pod.getSpec().getNodeName() == null) {
        PodBinding.of(pod, NAME).create(client);
      } else if (pod.getMetadata().getDeletionTimestamp() != null) {
        resource.withGracePeriod(0).delete();
      } else if ("Pending".equals(pod.getStatus().getPhase())
          && pod.getStatus().getContainerStatuses().isEmpty()) {
        resource.editStatus(found -> new PodOutcome(fates).of(found));
        new PodOutcome(fates).events(pod).forEach(event -> client.resource(event).create());
      }
    } catch (KubernetesClientException e) {
      if (isTransient(e)) {
        var _ = worker.schedule(() -> next(pod), RETRY_SECONDS, TimeUnit.SECONDS);
      } else if (e.getCode() != CONFLICT && e.getCode() != NOT_FOUND) {
        throw e;
      }
      // Else somebody was faster: another event follows.
    }
  }

  /** An API server that is overloaded or does not answer causes no event that leads on. */
  private static boolean isTransient(KubernetesClientException e) {
    return e.getCode() <= 0 || e.getCode() == TOO_MANY_REQUESTS || e.getCode() >= SERVER_ERROR;
  }

  private void logs(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    Pod pod = client.pods().inNamespace(path[2]).withName(path[3]).get();
    String log =
        pod.getSpec().getContainers().stream()
            .filter(container -> container.getName().equals(path[4]))
            .map(fates)
            .map(fate -> fate instanceof Fate.Crashes(int code, String text) ? text : "")
            .findFirst()
            .orElse("");
    byte[] body = log.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    pods.close();
    worker.shutdownNow();
    kubelet.close();
    client.close();
  }
}
