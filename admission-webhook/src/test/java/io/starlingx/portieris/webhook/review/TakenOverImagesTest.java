/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which images are not asked about again; whoever is asked about is denied here. */
class TakenOverImagesTest {

  private static final String OWNER =
      """
      {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web","uid":"1-2","controller":true}\
      """;

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<OwnerReference> owners = new ArrayList<>();
  private final List<Boolean> observed = new ArrayList<>();
  private Set<CarriedImage> carried = Set.of(new CarriedImage("containers", "web", "icr.io/web:1"));

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void takesOverWhatTheOwnerCarries() {
    assertThat(allowed(Reviews.of("", "v1", "pods", "", owned(OWNER, "icr.io/web:1")))).isTrue();
    assertThat(asked).isEmpty();
    assertThat(observed).isEmpty();
    assertThat(owners).containsExactly(new OwnerReference("apps/v1", "ReplicaSet", "web", "1-2"));
  }

  @Test
  void checksASidecarThatTheOwnerDoesNotCarry() {
    String pod =
        owned(OWNER, "icr.io/web:1")
            .replace("]}}", ",{\"name\":\"sidecar\",\"image\":\"evil.io/miner\"}]}}");

    assertThat(allowed(Reviews.of("", "v1", "pods", "", pod))).isFalse();
    assertThat(asked).containsExactly("evil.io/miner");
  }

  @Test
  void checksAnImageThatTheOwnerCarriesForAnotherContainer() {
    carried = Set.of(new CarriedImage("initContainers", "web", "icr.io/web:1"));

    assertThat(allowed(Reviews.of("", "v1", "pods", "", owned(OWNER, "icr.io/web:1")))).isFalse();
  }

  @Test
  void checksAnotherTagOfTheOwnersImage() {
    assertThat(allowed(Reviews.of("", "v1", "pods", "", owned(OWNER, "icr.io/web:2")))).isFalse();
  }

  @Test
  void anOwnerThatDoesNotControlIsNotAsked() {
    String bystander = OWNER.replace("\"controller\":true", "\"controller\":false");

    assertThat(allowed(Reviews.of("", "v1", "pods", "", owned(bystander, "icr.io/web:1"))))
        .isFalse();
    assertThat(owners).isEmpty();
  }

  @Test
  void anOwnerWithoutUidIsNotAsked() {
    String nobody = OWNER.replace("\"uid\":\"1-2\"", "\"uid\":\"\"");

    assertThat(allowed(Reviews.of("", "v1", "pods", "", owned(nobody, "icr.io/web:1")))).isFalse();
    assertThat(owners).isEmpty();
  }

  @Test
  void takesOverAnUpdateThatLeavesTheSpecAsStored() {
    String stored = "{\"metadata\":{\"finalizers\":[\"a\"]},\"spec\":{\"containers\":[]}}";
    String now = "{\"metadata\":{},\"spec\":{\"containers\":[]}}";

    assertThat(allowed(Reviews.update(now, stored))).isTrue();
    assertThat(observed).isEmpty();
  }

  /** Whoever makes an object may write that into it. */
  @Test
  void anObjectThatSaysItIsBeingDeletedIsCheckedLikeAnyOther() {
    String deleted =
        pod("icr.io/a:1")
            .replaceFirst("\\{", "{\"metadata\":{\"deletionTimestamp\":\"2026-11-23T00:00:00Z\"},");

    assertThat(allowed(Reviews.of("", "v1", "pods", "", deleted))).isFalse();
    assertThat(allowed(Reviews.update(deleted, pod("icr.io/b:1")))).isFalse();
  }

  @Test
  void checksEveryImageWhenAnUpdateChangesOne() {
    String stored = pod("icr.io/a:1", "icr.io/b:1");
    String now = pod("icr.io/a:1", "icr.io/b:2");

    assertThat(allowed(Reviews.update(now, stored))).isFalse();
    assertThat(asked).containsExactlyInAnyOrder("icr.io/a:1", "icr.io/b:2");
  }

  @Test
  void aCreationThatBringsAnOldObjectAlongIsChecked() {
    String pod = pod("icr.io/a:1");
    String review = Reviews.update(pod, pod).replace("\"UPDATE\"", "\"CREATE\"");

    assertThat(allowed(review)).isFalse();
  }

  @Test
  void anUpdateWithoutAnySpecIsNotTakenOver() {
    assertThat(allowed(Reviews.update("{}", "{}"))).isFalse();
  }

  @Test
  void anUnsupportedResourceIsDeniedEvenWhenItsSpecStays() {
    String pod = pod("icr.io/a:1");
    String review = Reviews.update(pod, pod).replace("\"resource\":\"pods\"", "\"resource\":\"x\"");

    assertThat(allowed(review)).isFalse();
  }

  private static String owned(String owner, String image) {
    return pod(image)
        .replaceFirst("\\{", "{\"metadata\":{\"ownerReferences\":[" + owner + "]},")
        .replace("\"c0\"", "\"web\"");
  }

  private static String pod(String... images) {
    StringBuilder containers = new StringBuilder();
    for (int i = 0; i < images.length; i++) {
      containers.append(i == 0 ? "" : ",");
      containers.append("{\"name\":\"c" + i + "\",\"image\":\"" + images[i] + "\"}");
    }
    return "{\"spec\":{\"containers\":[" + containers + "]}}";
  }

  private boolean allowed(String review) {
    Admission admission =
        new Admission(
            Admission.Stage.MUTATING,
            namespace -> Optional.of(new PolicySet(List.of(), List.of())),
            (pod, context) -> new PullCredentials(CredentialStore.empty(), List.of()),
            (namespace, owner, deadline) -> {
              owners.add(owner);
              return carried;
            },
            (query, context) -> denied(query),
            executor,
            DecidedObjects.into(observed));
    byte[] answer =
        admission.answer(
            Reviews.posted(review.getBytes(UTF_8)), Deadline.after(Duration.ofMinutes(2)));
    JsonNode response = Reviews.response(answer);
    return response.path("allowed").asBoolean();
  }

  private ImageDecision denied(ImageQuery query) {
    asked.add(query.image());
    return new ImageDecision(
        query.image(),
        Optional.empty(),
        new Verdict.Rejected(ReasonCode.POLICY, "no"),
        "no",
        Optional.empty(),
        List.of());
  }
}
