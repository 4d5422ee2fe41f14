/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.webhook.review.RunningPod;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The PolicyReport of one pod, owned by it, so that it goes with it. It holds no time, so that a
 * scan that finds nothing new writes nothing.
 *
 * @see <a href="https://github.com/kubernetes-sigs/wg-policy-prototypes">wgpolicyk8s.io</a>
 */
final class PolicyReport {

  static final String API_VERSION = "wgpolicyk8s.io/v1alpha2";

  /** Of the kind in the API. */
  static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("wgpolicyk8s.io")
          .withVersion("v1alpha2")
          .withKind("PolicyReport")
          .withPlural("policyreports")
          .withNamespaced(true)
          .build();

  private static final int MAX_MESSAGE = 1_000;

  private PolicyReport() {}

  static GenericKubernetesResource of(RunningPod pod, List<ScannedImage> images) {
    Map<String, Object> scope =
        Map.of(
            "apiVersion", "v1",
            "kind", "Pod",
            "namespace", pod.namespace(),
            "name", pod.name(),
            "uid", pod.uid());
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(API_VERSION)
        .withKind("PolicyReport")
        .withNewMetadata()
        .withNamespace(pod.namespace())
        .withName("portieris-" + pod.uid())
        .addToLabels("app.kubernetes.io/managed-by", "portieris")
        .addNewOwnerReference()
        .withApiVersion("v1")
        .withKind("Pod")
        .withName(pod.name())
        .withUid(pod.uid())
        .endOwnerReference()
        .endMetadata()
        .addToAdditionalProperties("scope", scope)
        .addToAdditionalProperties("summary", summary(images))
        .addToAdditionalProperties("results", images.stream().map(PolicyReport::result).toList())
        .build();
  }

  private static Map<String, Integer> summary(List<ScannedImage> images) {
    Map<ScanOutcome, Integer> counts = new EnumMap<>(ScanOutcome.class);
    images.forEach(image -> counts.merge(image.outcome(), 1, Integer::sum));
    Map<String, Integer> summary = new LinkedHashMap<>();
    for (ScanOutcome outcome : ScanOutcome.values()) {
      summary.put(outcome.key(), counts.getOrDefault(outcome, 0));
    }
    return summary;
  }

  private static Map<String, Object> result(ScannedImage image) {
    ImageDecision decision = image.decision();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("source", "portieris");
    result.put("category", "Image trust");
    result.put("policy", decision.rule().map(r -> r.policy().title()).orElse("no image policy"));
    decision.rule().ifPresent(rule -> result.put("rule", rule.rule().name()));
    result.put("result", image.outcome().key());
    result.put("scored", image.outcome() != ScanOutcome.SKIP);
    if (image.outcome() == ScanOutcome.FAIL) {
      result.put("severity", "high");
    }
    result.put("message", message(decision));
    result.put("properties", properties(decision));
    return result;
  }

  private static String message(ImageDecision decision) {
    String text =
        decision.message().isEmpty()
            ? decision.decidedBy().map(by -> "admitted by " + by).orElse("admitted")
            : decision.message();
    return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text;
  }

  private static Map<String, String> properties(ImageDecision decision) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("image", decision.image());
    properties.put("reason", decision.verdict().code().name());
    if (decision.verdict() instanceof Verdict.Trusted trusted) {
      trusted.digest().map(Digest::toString).ifPresent(d -> properties.put("digest", d));
      if (!trusted.signers().isEmpty()) {
        properties.put("signers", String.join(", ", trusted.signers()));
      }
    }
    return properties;
  }
}
