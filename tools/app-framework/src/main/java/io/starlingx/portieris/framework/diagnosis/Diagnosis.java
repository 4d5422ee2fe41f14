/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.framework.cluster.LiveObjects;
import io.starlingx.portieris.framework.cluster.ObjectDocuments;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseRecords;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the objects of releases that are not as they should be, at their pods, and at what was
 * recorded about them. One is made for each look.
 */
public final class Diagnosis {

  private static final int MOST_PODS = 3;
  private static final int MOST_EVENTS = 5;
  private static final String FLUX = "helm.toolkit.fluxcd.io/v2";

  private final KubernetesClient client;
  private final ReleaseRecords records;
  private final ObjectDocuments documents;
  private final LiveObjects live;

  public Diagnosis(KubernetesClient client) {
    this.client = client;
    this.records = new ReleaseRecords(client);
    this.documents = new ObjectDocuments(client.getKubernetesSerialization());
    this.live = new LiveObjects(client);
  }

  /**
   * What is wrong with these releases now; empty when everything is as it should be.
   *
   * @throws HelmFailure when Helm's records cannot be read
   */
  public List<Symptom> of(List<HelmRelease> releases) throws HelmFailure {
    List<Symptom> symptoms = new ArrayList<>();
    for (HelmRelease release : releases) {
      add(flux(release), symptoms);
      for (GenericKubernetesResource object :
          documents.objects(
              records.attempt(release).orElse(""), release.releaseNamespace(), live)) {
        add(object, symptoms);
      }
    }
    return symptoms;
  }

  /** The symptom that tells most, in one line: that of a pod, whose containers cause the others. */
  public static Optional<String> worst(List<Symptom> symptoms) {
    return symptoms.stream()
        .filter(symptom -> !symptom.conditions().isEmpty())
        .min(Comparator.comparing(symptom -> !symptom.object().startsWith("Pod ")))
        .map(symptom -> symptom.object() + ": " + symptom.conditions().getFirst());
  }

  private static GenericKubernetesResource flux(HelmRelease release) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(FLUX)
        .withKind("HelmRelease")
        .withNewMetadata()
        .withName(release.name())
        .withNamespace(release.namespace())
        .endMetadata()
        .build();
  }

  private void add(GenericKubernetesResource named, List<Symptom> symptoms) {
    live.find(named)
        .map(Health::new)
        .filter(Health::isTroubled)
        .ifPresent(
            health -> {
              GenericKubernetesResource object = health.object();
              Set<String> uids = new HashSet<>(Set.of(object.getMetadata().getUid()));
              uids.addAll(replicaSets(object));
              symptoms.add(
                  new Symptom(
                      text(object.getKind(), object),
                      health.failing(),
                      events(object, uids),
                      List.of()));
              if (!health.podLabels().isEmpty()) {
                pods(object, health.podLabels()).stream()
                    .map(pod -> new PodTrouble(client, pod))
                    .filter(PodTrouble::isTroubled)
                    .limit(MOST_PODS)
                    .forEach(pod -> symptoms.add(symptom(pod)));
              }
            });
  }

  private Symptom symptom(PodTrouble trouble) {
    Pod pod = trouble.pod();
    return new Symptom(
        text("Pod", pod),
        trouble.conditions(),
        events(pod, Set.of(pod.getMetadata().getUid())),
        trouble.logs());
  }

  private List<Pod> pods(HasMetadata owner, Map<String, String> labels) {
    return client
        .pods()
        .inNamespace(owner.getMetadata().getNamespace())
        .withLabels(labels)
        .list()
        .getItems()
        .stream()
        .sorted(
            Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp()).reversed())
        .toList();
  }

  /** A Deployment's pods that are never made are told of by its ReplicaSets. */
  private List<String> replicaSets(GenericKubernetesResource object) {
    if (!object.getKind().equals("Deployment")) {
      return List.of();
    }
    return client
        .apps()
        .replicaSets()
        .inNamespace(object.getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .map(HasMetadata::getMetadata)
        .filter(
            metadata ->
                metadata.getOwnerReferences().stream()
                    .anyMatch(owner -> owner.getUid().equals(object.getMetadata().getUid())))
        .map(ObjectMeta::getUid)
        .toList();
  }

  private List<String> events(HasMetadata object, Set<String> uids) {
    if (object.getMetadata().getNamespace() == null) {
      return List.of();
    }
    return client
        .v1()
        .events()
        .inNamespace(object.getMetadata().getNamespace())
        .withField("type", "Warning")
        .list()
        .getItems()
        .stream()
        .filter(event -> uids.contains(event.getInvolvedObject().getUid()))
        .sorted(Comparator.comparing(Diagnosis::time).reversed())
        .map(event -> event.getReason() + ": " + event.getMessage())
        .distinct()
        .limit(MOST_EVENTS)
        .toList();
  }

  private static String time(Event event) {
    return event.getLastTimestamp() != null
        ? event.getLastTimestamp()
        : event.getMetadata().getCreationTimestamp();
  }

  private static String text(String kind, HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return kind + " " + (namespace == null ? "" : namespace + "/") + object.getMetadata().getName();
  }
}
