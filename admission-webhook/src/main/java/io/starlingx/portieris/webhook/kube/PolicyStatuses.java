/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.webhook.log.EventLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Writes what the webhook makes of each policy into its status, where that says otherwise. Every
 * replica comes to the same, so the first one to write is the only one: the others see it and have
 * nothing left to write.
 */
public final class PolicyStatuses {

  /** Most objects written at a time. */
  static final int PER_ROUND = 20;

  private static final int LONGEST_ERROR = 1024;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final EventLog LOG = EventLog.of(PolicyStatuses.class);

  private record Key(String namespace, String name) {
    String kind() {
      return namespace.isEmpty() ? "ClusterImagePolicy" : "ImagePolicy";
    }
  }

  private final KubernetesClient client;
  private final ConcurrentHashMap<Key, String> pending = new ConcurrentHashMap<>();
  private final AtomicBoolean refused = new AtomicBoolean();

  /** For the life of the program; nothing is written until {@link #write}. */
  public PolicyStatuses(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  /** Takes note of a policy as it is stored now. */
  void seen(GenericKubernetesResource object, ImagePolicy policy) {
    Key key = key(object);
    ObjectNode status = status(object, policy);
    Object stored = object.getAdditionalProperties().get("status");
    if (stored != null && JSON.valueToTree(stored).toString().equals(status.toString())) {
      pending.remove(key);
    } else {
      ObjectNode patch = JSON.createObjectNode();
      patch.set("status", status);
      pending.put(key, patch.toString());
    }
  }

  void gone(GenericKubernetesResource object) {
    pending.remove(key(object));
  }

  /** Whether nothing is to be written about that policy, as far as it was seen. */
  boolean isCurrent(String namespace, String name) {
    return !pending.containsKey(new Key(namespace, name));
  }

  /** Writes some of what is to be written, each once; a failure is not tried again. */
  public void write() {
    List<Key> some = pending.keySet().stream().limit(PER_ROUND).toList();
    for (Key key : some) {
      String patch = pending.remove(key);
      if (patch != null) {
        write(key, patch);
      }
    }
  }

  private void write(Key key, String patch) {
    var kind = client.genericKubernetesResources("portieris.cloud.ibm.com/v1", key.kind());
    var object =
        key.namespace().isEmpty()
            ? kind.withName(key.name())
            : kind.inNamespace(key.namespace()).withName(key.name());
    try {
      object.subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404 && refused.compareAndSet(false, true)) {
        LOG.warn(
            "the status of policies cannot be written",
            EventLog.fields().with("policy", key.name()).with("cause", ApiFailure.cause(e)));
      }
    }
  }

  private static Key key(GenericKubernetesResource object) {
    return new Key(
        Optional.ofNullable(object.getMetadata().getNamespace()).orElse(""),
        object.getMetadata().getName());
  }

  /** Members in the order in which the API server tells them: by name. */
  private static ObjectNode status(GenericKubernetesResource object, ImagePolicy policy) {
    List<String> problems =
        Stream.concat(
                policy.repositories().stream().flatMap(rule -> rule.problems().stream()),
                policy.problems().stream())
            .toList();
    String first = problems.isEmpty() ? "" : problems.getFirst();
    long unusable =
        policy.repositories().stream().filter(rule -> !rule.problems().isEmpty()).count();
    return JSON.createObjectNode()
        .put("lastError", first.substring(0, Math.min(first.length(), LONGEST_ERROR)))
        .put(
            "observedGeneration",
            Optional.ofNullable(object.getMetadata().getGeneration()).orElse(0L))
        .put("rules", policy.repositories().size())
        .put("unusableRules", unusable);
  }
}
