/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
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
import org.jspecify.annotations.Nullable;

/**
 * Writes what the webhook makes of each policy into its status, where that says otherwise. Replicas
 * of one version come to the same, so the first one to write is the only one: the others see it and
 * have nothing left to write. While a new version replaces an old one they may not agree; each
 * looks at a generation of a policy once, so that the one that came last has the last word and
 * neither writes over the other again and again.
 */
public final class PolicyStatuses {

  /** Most objects written at a time. */
  static final int PER_ROUND = 20;

  private static final String API_VERSION = "portieris.cloud.ibm.com/v1";
  private static final int LONGEST_ERROR = 1024;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final EventLog LOG = EventLog.of(PolicyStatuses.class);

  private record Key(String namespace, String name) {
    String kind() {
      return namespace.isEmpty() ? "ClusterImagePolicy" : "ImagePolicy";
    }
  }

  private record Generation(String uid, long number) {

    static Generation of(GenericKubernetesResource object) {
      return new Generation(
          Optional.ofNullable(object.getMetadata().getUid()).orElse(""), number(object));
    }

    static long number(GenericKubernetesResource object) {
      return Optional.ofNullable(object.getMetadata().getGeneration()).orElse(0L);
    }
  }

  private final KubernetesClient client;
  private final ConcurrentHashMap<Key, String> pending = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Key, Generation> judged = new ConcurrentHashMap<>();
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
    Generation generation = Generation.of(object);
    boolean isNew = !generation.equals(judged.put(key, generation));
    if (stored != null && JSON.valueToTree(stored).toString().equals(status.toString())) {
      pending.remove(key);
    } else if (isNew) {
      ObjectNode patch = JSON.createObjectNode();
      patch.set("status", status);
      pending.put(key, patch.toString());
    }
  }

  void gone(GenericKubernetesResource object) {
    judged.remove(key(object));
    pending.remove(key(object));
  }

  /** Whether nothing is to be written about that policy, as far as it was seen. */
  boolean isCurrent(String namespace, String name) {
    return !pending.containsKey(new Key(namespace, name));
  }

  /** Writes some of what is to be written, each once; a failure when the policy is seen again. */
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
    GenericKubernetesResource policy = new GenericKubernetesResource();
    policy.setApiVersion(API_VERSION);
    policy.setKind(key.kind());
    policy.setMetadata(
        new ObjectMetaBuilder().withName(key.name()).withNamespace(namespace(key)).build());
    try {
      // Given an object, the client reads none: a right that is not needed otherwise.
      client
          .resource(policy)
          .subresource("status")
          .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    } catch (KubernetesClientException e) {
      judged.remove(key);
      if (e.getCode() != 404 && refused.compareAndSet(false, true)) {
        LOG.warn(
            "the status of policies cannot be written",
            EventLog.fields().with("policy", key.name()).with("cause", ApiFailure.cause(e)));
      }
    }
  }

  private static @Nullable String namespace(Key key) {
    return key.namespace().isEmpty() ? null : key.namespace();
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
        .put("observedGeneration", Generation.number(object))
        .put("rules", policy.repositories().size())
        .put("unusableRules", unusable);
  }
}
