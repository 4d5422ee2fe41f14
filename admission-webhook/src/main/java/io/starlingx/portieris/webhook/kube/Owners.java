/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.CarriedImage;
import io.starlingx.portieris.webhook.review.OwnerReference;
import io.starlingx.portieris.webhook.review.OwnerSource;
import io.starlingx.portieris.webhook.review.PodImages;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;

/** Owners of pods, read one by one from the API server. */
public final class Owners implements OwnerSource {

  private static final EventLog LOG = EventLog.of(Owners.class);

  /** Plural of each kind that makes pods, or makes what makes them. */
  private static final Map<String, String> RESOURCES =
      Map.of(
          "Pod", "pods",
          "ReplicationController", "replicationcontrollers",
          "Deployment", "deployments",
          "ReplicaSet", "replicasets",
          "DaemonSet", "daemonsets",
          "StatefulSet", "statefulsets",
          "Job", "jobs",
          "CronJob", "cronjobs");

  /** Both become part of a path, and whoever submits an object writes them. */
  private static final Pattern API_VERSION = Pattern.compile("v1|(apps|batch)/v1");

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  /** A long image name and its place. */
  private static final int BYTES_PER_IMAGE = 512;

  private record Owner(String namespace, OwnerReference reference) {
    String path() {
      String root = reference.apiVersion().contains("/") ? "/apis/" : "/api/";
      return root
          + reference.apiVersion()
          + "/namespaces/"
          + namespace
          + "/"
          + RESOURCES.get(reference.kind())
          + "/"
          + reference.name();
    }

    @Override
    public String toString() {
      return reference.kind() + " " + namespace + "/" + reference.name();
    }
  }

  private final KubernetesClient client;
  private final ObjectMapper json = new ObjectMapper();
  private final RecentObjects<Owner, Set<CarriedImage>> owners;

  /** Reads run on {@code executor}, which is not closed here. */
  public Owners(KubernetesClient client, ExecutorService executor) {
    this.client = requireNonNull(client, "client");
    this.owners =
        new RecentObjects<>("owner", this::get, Owners::bytes, executor, Ticker.systemTicker());
  }

  private static int bytes(Set<CarriedImage> images) {
    return images.size() * BYTES_PER_IMAGE;
  }

  @Override
  public Set<CarriedImage> carried(String namespace, OwnerReference owner, Deadline deadline) {
    if (!RESOURCES.containsKey(owner.kind())
        || !API_VERSION.matcher(owner.apiVersion()).matches()
        || !NAME.matcher(owner.name()).matches()
        || !NAME.matcher(namespace).matches()) {
      return Set.of();
    }
    return switch (owners.read(new Owner(namespace, owner), deadline)) {
      case Lookup.Found<Set<CarriedImage>>(Set<CarriedImage> images) -> images;
      case Lookup.Missing<Set<CarriedImage>> missing -> Set.of();
      case Lookup.Unreadable<Set<CarriedImage>>(String cause) -> {
        LOG.warn("every image is checked", EventLog.fields().with("cause", cause));
        yield Set.of();
      }
    };
  }

  private Optional<Set<CarriedImage>> get(Owner owner) {
    try {
      String body = client.raw(owner.path());
      if (body == null) {
        return Optional.empty();
      }
      JsonNode object = json.readTree(body);
      OwnerReference reference = owner.reference();
      if (!object.path("metadata").path("uid").asText("").equals(reference.uid())) {
        return Optional.empty();
      }
      String resource = requireNonNull(RESOURCES.get(reference.kind()));
      return Optional.of(PodImages.of(reference.apiVersion(), resource, object));
    } catch (JsonProcessingException e) {
      throw new KubernetesClientException("the API server's answer is not JSON", e);
    }
  }
}
