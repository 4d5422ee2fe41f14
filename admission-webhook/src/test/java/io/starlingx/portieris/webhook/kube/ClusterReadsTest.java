/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.process.FreePort;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.webhook.certificate.StoredAuthority;
import io.starlingx.portieris.webhook.certificate.TrustedBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading and writing single objects of a real API server. */
class ClusterReadsTest extends ReadCluster {

  private static final Path CRDS =
      Path.of(System.getProperty("portieris.root"), "charts/portieris/crds");

  ClusterReadsTest(@TempDir Path directory) {
    super(directory);
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
        .get(STRING)
        .startsWith("the custom resource definitions of the policies are not installed: run ");
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
      assertThat(schema.problem().orElseThrow()).contains("not installed: run ");
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

  private static RequestContext in10s() {
    return RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(10)));
  }

  private static RequestContext timeIsUp() {
    return RequestContext.unrecorded(Deadline.after(Duration.ZERO));
  }
}
