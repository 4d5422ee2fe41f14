/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.webhook.review.PodIdentity;
import io.starlingx.portieris.webhook.review.PullCredentials;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pull secrets an image gets, and whose. */
class PullSecretsTest extends ReadCluster {

  PullSecretsTest(@TempDir Path directory) {
    super(directory);
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
}
