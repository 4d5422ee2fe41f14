/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.webhook.review.CarriedImage;
import io.starlingx.portieris.webhook.review.OwnerReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Owners on a real API server. */
class OwnersTest extends ReadCluster {

  private final Owners owners;
  private final ReplicaSet web;

  OwnersTest(@TempDir Path directory) {
    super(directory);
    owners = new Owners(client, executor);
    web = client.resource(replicaSet()).create();
  }

  @Test
  void findsTheImagesOfAnOwnerThatExists() {
    assertThat(carried("apps/v1", "ReplicaSet", "web", web.getMetadata().getUid()))
        .containsExactlyInAnyOrder(
            new CarriedImage("initContainers", "init", "icr.io/init:1"),
            new CarriedImage("containers", "web", "icr.io/web:1"));
  }

  @Test
  void anObjectOfThatNameWithAnotherUidIsNotTheOwner() {
    assertThat(carried("apps/v1", "ReplicaSet", "web", "0")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "apps/v1, ReplicaSet, other",
    "apps/v1, Deployment, web",
    "apps/v1, replicaset, web",
    "apps/v2, ReplicaSet, web",
    "batch.volcano.sh/v1, Job, web",
    "apps/v1, ReplicaSet, ../replicasets/web",
    "apps/v1, ReplicaSet, web?watch=true",
    "apps/v1/namespaces, ReplicaSet, web",
    "v1, Secret, web",
    "v1, Node, web"
  })
  void nothingElseIsAnOwner(String apiVersion, String kind, String name) {
    assertThat(carried(apiVersion, kind, name, web.getMetadata().getUid())).isEmpty();
  }

  @Test
  void anApiServerThatDoesNotAnswerInTimeCarriesNothing() {
    OwnerReference late = new OwnerReference("apps/v1", "ReplicaSet", "web", "late");

    assertThat(owners.carried(NS, late, Deadline.after(Duration.ZERO))).isEmpty();
  }

  private Set<CarriedImage> carried(String apiVersion, String kind, String name, String uid) {
    return owners.carried(
        NS, new OwnerReference(apiVersion, kind, name, uid), Deadline.after(Duration.ofMinutes(2)));
  }

  private static ReplicaSet replicaSet() {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace(NS)
        .endMetadata()
        .withNewSpec()
        .withReplicas(0)
        .withNewSelector()
        .withMatchLabels(Map.of("app", "web"))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(Map.of("app", "web"))
        .endMetadata()
        .withNewSpec()
        .addNewInitContainer()
        .withName("init")
        .withImage("icr.io/init:1")
        .endInitContainer()
        .addNewContainer()
        .withName("web")
        .withImage("icr.io/web:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
