/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.process.FreePort;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.webhook.certificate.StoredAuthority;
import io.starlingx.portieris.webhook.certificate.TrustedBundle;
import io.starlingx.portieris.webhook.review.PodIdentity;
import io.starlingx.portieris.webhook.review.PullCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading and writing single objects of a real API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class ClusterReadsTest {

  private static final String NS = "team-a";
  private static final Path CRDS =
      Path.of(System.getProperty("portieris.root"), "charts/portieris/crds");

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ControlPlane cluster;
  private final ClusterConnection connection;
  private final KubernetesClient client;
  private final ClusterSecrets secrets;
  private final WorkloadPullSecrets pullSecrets;

  ClusterReadsTest(@TempDir Path directory) {
    cluster = ControlPlane.start(directory);
    connection = ClusterConnection.open(Optional.of(cluster.kubeconfig()), "test");
    client = connection.client();
    secrets = new ClusterSecrets(client, executor);
    pullSecrets = new WorkloadPullSecrets(client, secrets, executor);
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(NS).endMetadata().build())
        .create();
  }

  @AfterAll
  void stop() {
    connection.close();
    cluster.close();
    executor.shutdownNow();
  }

  @Test
  void readsASecret() {
    secret("plain", "Opaque", Map.of("name", "alice", "publicKey", "PEM"));

    assertThat(secrets.read(NS, "plain", patiently()))
        .isInstanceOfSatisfying(
            SecretLookup.Found.class,
            found -> {
              assertThat(found.type()).isEqualTo("Opaque");
              assertThat(new String(found.data().get("name"), UTF_8)).isEqualTo("alice");
            });
  }

  @Test
  void tellsHowOldARememberedSecretIs() {
    secret("aged", "Opaque", Map.of("a", "b"));
    AtomicLong nanos = new AtomicLong();
    ClusterSecrets remembering = new ClusterSecrets(connection.client(), executor, nanos::get);
    remembering.read(NS, "aged", in10s());

    nanos.set(Duration.ofSeconds(9).toNanos());

    assertThat(remembering.read(NS, "aged", in10s()))
        .isInstanceOfSatisfying(
            SecretLookup.Found.class,
            found -> assertThat(found.age()).isEqualTo(Duration.ofSeconds(9)));
    nanos.set(RecentObjects.REMEMBERED.toNanos());
    assertThat(remembering.read(NS, "aged", in10s()))
        .isInstanceOfSatisfying(
            SecretLookup.Found.class, found -> assertThat(found.age()).isZero());
  }

  @Test
  void findsASecretThatWasMissingAMomentAgo() {
    assertThat(secrets.read(NS, "late", patiently())).isInstanceOf(SecretLookup.Missing.class);

    secret("late", "Opaque", Map.of("a", "b"));

    assertThat(secrets.read(NS, "late", patiently())).isInstanceOf(SecretLookup.Found.class);
  }

  @Test
  void anApiServerThatIsDownIsNotAMissingSecret(@TempDir Path directory) throws Exception {
    String down = "https://127.0.0.1:" + FreePort.choose();
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(
        kubeconfig, Files.readString(cluster.kubeconfig()).replace(cluster.url(), down));
    try (ClusterConnection broken = ClusterConnection.open(Optional.of(kubeconfig), "test")) {
      ClusterSecrets unreachable = new ClusterSecrets(broken.client(), executor);

      assertThat(unreachable.read(NS, "plain", in10s()))
          .isInstanceOfSatisfying(
              SecretLookup.Unreadable.class,
              unreadable ->
                  assertThat(unreadable.cause())
                      .startsWith("secret team-a/plain could not be read: "));
      assertThat(unreachable.read(NS, "plain", timeIsUp()))
          .isEqualTo(
              new SecretLookup.Unreadable(
                  "secret team-a/plain could not be read: the API server did not answer in time"));
    }
  }

  @Test
  void takesThePullSecretsOfThePodInOrder() {
    registry("bad", "icr.io", "bad:pw");
    registry("good", "icr.io", "good:pw");

    PullCredentials found =
        pullSecrets.credentials(
            new PodIdentity(NS, List.of("bad", "gone", "good"), "default"), patiently());

    assertThat(found.store().matching("icr.io/team/app"))
        .containsExactly(new Credentials.Basic("bad", "pw"), new Credentials.Basic("good", "pw"));
    assertThat(found.problems()).containsExactly("pull secret team-a/gone not found");
  }

  @Test
  void takesThoseOfTheServiceAccountWhenThePodNamesNone() {
    registry("of-account", "quay.io", "robot:pw");
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(NS)
                .withName("builder")
                .endMetadata()
                .addNewImagePullSecret("of-account")
                .build())
        .create();

    assertThat(
            pullSecrets
                .credentials(new PodIdentity(NS, List.of(), "builder"), patiently())
                .store()
                .matching("quay.io/a"))
        .containsExactly(new Credentials.Basic("robot", "pw"));
    assertThat(
            pullSecrets
                .credentials(new PodIdentity(NS, List.of(), "nobody"), patiently())
                .problems())
        .isEmpty();
  }

  @Test
  void readsTheOldFormOfAPullSecretAndReportsOneOfAnotherKind() {
    secret(
        "old",
        "kubernetes.io/dockercfg",
        Map.of(".dockercfg", "{\"old.io\":{\"username\":\"u\",\"password\":\"p\"}}"));
    secret("opaque", "Opaque", Map.of("a", "b"));

    PullCredentials found =
        pullSecrets.credentials(
            new PodIdentity(NS, List.of("old", "opaque"), "default"), patiently());

    assertThat(found.store().matching("old.io/a")).containsExactly(new Credentials.Basic("u", "p"));
    assertThat(found.problems())
        .containsExactly(
            "pull secret team-a/opaque holds neither of [.dockerconfigjson, .dockercfg]");
  }

  @Test
  void aThousandPullSecretsAreNotRead() {
    AtomicInteger reads = new AtomicInteger();
    WorkloadPullSecrets counted =
        new WorkloadPullSecrets(
            client,
            (namespace, name, context) -> {
              reads.incrementAndGet();
              return new SecretLookup.Missing();
            },
            executor);
    List<String> names = IntStream.range(0, 1_000).mapToObj(i -> "s" + i).toList();

    PullCredentials found = counted.credentials(new PodIdentity(NS, names, "default"), patiently());

    assertThat(reads).hasValue(WorkloadPullSecrets.MAX_SECRETS);
    assertThat(found.problems()).contains("of 1000 pull secrets only the first 50 are read");
  }

  @Test
  void pullSecretsOfMegabytesAreNotHeldTogether() {
    AtomicInteger reads = new AtomicInteger();
    WorkloadPullSecrets large =
        new WorkloadPullSecrets(
            client,
            (namespace, name, context) -> {
              reads.incrementAndGet();
              return new SecretLookup.Found(
                  Map.of(".dockercfg", "{} ".repeat(300_000).getBytes(UTF_8)), "");
            },
            executor);
    List<String> names = IntStream.range(0, 50).mapToObj(i -> "s" + i).toList();

    PullCredentials found = large.credentials(new PodIdentity(NS, names, "default"), patiently());

    assertThat(reads).hasValue(3);
    assertThat(found.problems())
        .contains(
            "pull secret team-a/s2 is left out: the pod's pull secrets are longer than 2 MiB",
            "pull secret team-a/s3 and those behind it are not read");
  }

  @Test
  void aServiceAccountMayNameAPullSecretWithoutAName() {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(NS)
                .withName("careless")
                .endMetadata()
                .addNewImagePullSecret()
                .endImagePullSecret()
                .build())
        .create();

    assertThat(
            pullSecrets
                .credentials(new PodIdentity(NS, List.of(), "careless"), patiently())
                .problems())
        .isEmpty();
  }

  @Test
  void aNameNeverLeadsToAnotherNamespace() {
    registry("theirs", "icr.io", "theirs:pw");
    String foreign = "../../" + NS + "/secrets/theirs";

    assertThat(secrets.read("default", foreign, patiently()))
        .isInstanceOf(SecretLookup.Missing.class);
    PullCredentials found =
        pullSecrets.credentials(
            new PodIdentity("default", List.of(foreign, "..", "a?b=c"), "../x"), patiently());

    assertThat(found.store().matching("icr.io/team/app")).isEmpty();
    assertThat(found.problems()).hasSize(3);
  }

  @Test
  void aPullSecretOfItsOwnThatAppearsLaterIsUsed() {
    OwnPullSecrets own = new OwnPullSecrets(pullSecrets, NS, List.of("mirror"));
    assertThat(own.apply(patiently().deadline()).matching("mirror.io/a")).isEmpty();

    registry("mirror", "mirror.io", "robot:pw");

    assertThat(own.apply(patiently().deadline()).matching("mirror.io/a"))
        .containsExactly(new Credentials.Basic("robot", "pw"));
  }

  @Test
  void whoeverHasNoTimeIsToldWhatIsRememberedAndAsksNobody() {
    secret("remembered", "Opaque", Map.of("a", "b"));
    registry("lent", "lent.io", "robot:pw");
    OwnPullSecrets own = new OwnPullSecrets(pullSecrets, NS, List.of("lent"));
    Deadline over = Deadline.after(Duration.ZERO);

    assertThat(secrets.read(NS, "remembered", RequestContext.unrecorded(over)))
        .isInstanceOf(SecretLookup.Unreadable.class);
    assertThat(own.apply(over).matching("lent.io/a")).isEmpty();
    secrets.read(NS, "remembered", patiently());
    own.apply(patiently().deadline());

    assertThat(secrets.read(NS, "remembered", RequestContext.unrecorded(over)))
        .isInstanceOf(SecretLookup.Found.class);
    assertThat(own.apply(over).matching("lent.io/a")).hasSize(1);
  }

  @Test
  void ofTwoReplicasOneStoresTheAuthority() throws Exception {
    AuthoritySecret store = new AuthoritySecret(client, NS, "authority");
    assertThat(store.read()).isEmpty();

    assertThat(store.create(new StoredAuthority("one", "key", "", ""))).isTrue();
    assertThat(store.create(new StoredAuthority("two", "key", "", ""))).isFalse();

    String version = store.read().orElseThrow().version();
    assertThat(store.replace(new StoredAuthority("three", "key", "one", version))).isTrue();
    assertThat(store.replace(new StoredAuthority("four", "key", "one", version))).isFalse();
    StoredAuthority stored = store.read().orElseThrow();
    assertThat(stored.certificate()).isEqualTo("three");
    assertThat(stored.previousCertificate()).isEqualTo("one");
  }

  @Test
  void knowsWhenThereIsNoWebhookConfiguration() throws Exception {
    WebhookCaBundle bundle = new WebhookCaBundle(client, "none", InstantSource.system());

    assertThat(bundle.ensure(List.of())).isEqualTo(TrustedBundle.State.ABSENT);
  }

  @Test
  void isReadyOnceTheDefinitionsOfThePoliciesAreInstalled() throws Exception {
    ServedPolicySchema schema = new ServedPolicySchema(client);

    schema.refresh();

    assertThat(schema.problem())
        .contains("the custom resource definitions of the policies are not installed");
    try (PolicyInformers policies = PolicyInformers.start(client)) {
      assertThat(policies.policies("default")).isEmpty();

      for (String crd : List.of("imagepolicies.yaml", "clusterimagepolicies.yaml")) {
        client.load(Files.newInputStream(CRDS.resolve(crd))).serverSideApply();
      }

      Awaited.until("the policies", () -> policies.policies("default").isPresent());
      Awaited.until(
          schema::problem,
          () -> {
            schema.refresh();
            return schema.problem().isEmpty();
          });
      cluster.withoutApiServer(() -> {});
      schema.refresh();
      assertThat(schema.problem()).isEmpty();

      client.apiextensions().v1().customResourceDefinitions().delete();
      Awaited.until(
          "the definitions' end",
          () -> {
            schema.refresh();
            return schema.problem().isPresent();
          });
      assertThat(schema.problem().orElseThrow()).endsWith("not installed");
    }
  }

  @Test
  void knowsWhereTheApiServerIs() {
    assertThat(connection.addresses())
        .anySatisfy(
            address -> {
              assertThat(address.getAddress().isLoopbackAddress()).isTrue();
              assertThat(cluster.url()).endsWith(":" + address.getPort());
            });
  }

  private void registry(String name, String host, String userAndPassword) {
    String[] parts = userAndPassword.split(":", 2);
    secret(
        name,
        "kubernetes.io/dockerconfigjson",
        Map.of(
            ".dockerconfigjson",
            "{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}"
                .formatted(host, parts[0], parts[1])));
  }

  private void secret(String name, String type, Map<String, String> data) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NS)
                .withName(name)
                .endMetadata()
                .withType(type)
                .withStringData(data)
                .build())
        .create();
  }

  private static RequestContext patiently() {
    return RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(2)));
  }

  private static RequestContext in10s() {
    return RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(10)));
  }

  private static RequestContext timeIsUp() {
    return RequestContext.unrecorded(Deadline.after(Duration.ZERO));
  }
}
