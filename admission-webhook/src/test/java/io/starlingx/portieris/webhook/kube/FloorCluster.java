/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Updatable;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.testbed.object.Rights;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.webhook.kube.http.ApiHttpClientFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A real API server, and a store on it with no more rights than the chart gives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class FloorCluster {

  static final String NS = "portieris";
  static final String ACCOUNT = "system:serviceaccount:" + NS + ":portieris";
  static final String GUN = "registry.test/app";
  static final FloorKey PINNED = new FloorKey.Pinned("a".repeat(64), GUN);
  static final FloorKey FIRST_USE = firstUse(GUN, "team", "https://n1", "https://n2");
  static final VersionFloor.Reading UNKNOWN = new VersionFloor.Reading.Unknown();

  final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  final ControlPlane cluster;
  final KubernetesClient admin;
  final KubernetesClient webhook;
  final AtomicInteger requests = new AtomicInteger();
  final AtomicLong now = new AtomicLong();
  final List<String> alarms = new CopyOnWriteArrayList<>();
  ConfigMapFloor store;

  FloorCluster(Path directory) {
    cluster = ControlPlane.start(directory);
    admin = cluster.client();
    admin.resource(Namespaces.of(NS)).create();
    grantAsTheChartDoes();
    webhook =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(admin.getConfiguration())
                    .withImpersonateUsername(ACCOUNT)
                    .build())
            .withHttpClientFactory(new ApiHttpClientFactory())
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("counter", counter()))
            .build();
    store = replica();
    Rights.await(admin, ACCOUNT, rightTo("get"));
  }

  static ResourceAttributes rightTo(String verb) {
    return new ResourceAttributesBuilder()
        .withNamespace(NS)
        .withVerb(verb)
        .withResource("configmaps")
        .build();
  }

  private void grantAsTheChartDoes() {
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(NS)
                .withName("portieris")
                .endMetadata()
                .build())
        .create();
    role("get", "watch", "create", "update");
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(NS)
                .withName("portieris")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "portieris")
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName("portieris")
                .withNamespace(NS)
                .endSubject()
                .build())
        .create();
  }

  /** What the webhook may do with ConfigMaps. */
  final void role(String... verbs) {
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(NS)
                .withName("portieris")
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("configmaps")
                .withVerbs(verbs)
                .endRule()
                .addNewRule()
                .withApiGroups("")
                .withResources("events")
                .withVerbs("create")
                .endRule()
                .build())
        .createOr(Updatable::update);
  }

  @AfterAll
  void stop() {
    webhook.close();
    admin.close();
    cluster.close();
    executor.shutdownNow();
  }

  @BeforeEach
  void forgetEverything() {
    store.close();
    admin.configMaps().inNamespace(NS).withLabel(FloorConfigMaps.LABEL).delete();
    admin.v1().events().inNamespace(NS).delete();
    store = replica();
    alarms.clear();
    requests.set(0);
  }

  /** A process of its own, on the same clock. */
  ConfigMapFloor replica() {
    return new ConfigMapFloor(webhook, NS, observer(), now::get);
  }

  void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  /** Lists the first uses of a process once they have waited for it. */
  void list(ConfigMapFloor process) {
    pass(Listings.FIRST_USE_TURN);
    process.list();
  }

  /** Lists all that a process has created. */
  void listPinned(ConfigMapFloor process) {
    pass(Listings.PINNED_TURN);
    process.list();
  }

  TrustObserver observer() {
    return new TrustObserver() {
      @Override
      public void firstUse(FloorKey.FirstUse key, String server, List<String> rootKeys) {}

      @Override
      public void alarm(ReasonCode code, String gun) {
        alarms.add(code + " " + gun);
      }

      @Override
      public void stale(String gun) {}

      @Override
      public void reliedUpon(String gun, Duration age, Instant expiry) {}
    };
  }

  static FloorKey.FirstUse firstUse(String gun, String namespace, String... servers) {
    return new FloorKey.FirstUse(List.of(servers), gun, namespace);
  }

  static Floor floor(long version) {
    return floor(version, "t");
  }

  /** The same versions as {@link #floor(long)}, with something else in them. */
  static Floor equivocal(long version) {
    return floor(version, "other");
  }

  private static Floor floor(long version, String timestamp) {
    return new Floor(
        "root".getBytes(UTF_8),
        Map.of(
            "root", new Floor.Accepted(1, Digest.of("root".getBytes(UTF_8))),
            "timestamp", new Floor.Accepted(version, Digest.of(timestamp.getBytes(UTF_8)))));
  }

  static VersionFloor.Reading known(long version) {
    return new VersionFloor.Reading.Known(floor(version));
  }

  static FloorKey other(String repository) {
    return firstUse("registry.test/" + repository, "team", "https://n1");
  }

  List<FloorKey> listed(FloorKey key) throws IOException {
    return new FloorConfigMaps(admin, NS).index(key);
  }

  void deleteEntries() {
    admin.configMaps().inNamespace(NS).withLabel(FloorConfigMaps.LABEL, "entry").delete();
  }

  void accepted(FloorKey key, long version) {
    assertThat(store.raise(key, Optional.empty(), floor(version)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
  }

  private Interceptor counter() {
    return new Interceptor() {
      @Override
      public void before(BasicBuilder builder, HttpRequest request, Interceptor.RequestTags tags) {
        requests.incrementAndGet();
      }
    };
  }

  List<Event> events() {
    return admin.v1().events().inNamespace(NS).list().getItems();
  }

  ConfigMap get(String name) {
    return admin.configMaps().inNamespace(NS).withName(name).get();
  }

  void edit(String name, Map<String, String> data) {
    ConfigMap object = get(name);
    object.setData(data);
    admin.resource(object).update();
  }
}
