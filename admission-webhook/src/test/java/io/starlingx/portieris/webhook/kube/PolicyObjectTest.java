/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.RepositoryRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies that nobody means: each denies everything, and none takes all memory. */
class PolicyObjectTest {

  @Test
  void readsAsManyRulesAsAreRead() {
    Map<String, Object> rule = Map.of("name", "registry.example.com/app");

    ImagePolicy policy = read(Collections.nCopies(PolicyObject.MAX_RULES, rule));

    assertThat(policy.repositories())
        .hasSize(PolicyObject.MAX_RULES)
        .allSatisfy(read -> assertThat(read.problems()).isEmpty());
  }

  @Test
  void deniesEverythingByAPolicyOfTooManyRules() {
    assertDeniesEverything(
        read(Collections.nCopies(PolicyObject.MAX_RULES + 1, Map.of())),
        "spec: more than 20000 rules");
  }

  @Test
  void deniesEverythingByAPolicyOfTooManyValues() {
    List<List<Object>> many = Collections.nCopies(PolicyObject.MAX_VALUES, List.of());

    assertDeniesEverything(
        read(List.of(Map.of("name", "*", "policy", many))), "spec: more than 200000 values");
  }

  @Test
  void deniesEverythingByAPolicyThatIsNestedTooDeeply() {
    Object nested = 1;
    for (int i = 0; i <= PolicyObject.MAX_DEPTH; i++) {
      nested = Map.of("a", nested);
    }

    assertDeniesEverything(
        read(List.of(Map.of("name", "*", "policy", nested))), "spec: nested deeper than 64 levels");
  }

  private static ImagePolicy read(List<?> rules) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setMetadata(new ObjectMetaBuilder().withNamespace("team").withName("odd").build());
    object.setAdditionalProperty("spec", Map.of("repositories", rules));
    return PolicyObject.read(object, "ImagePolicy");
  }

  private static void assertDeniesEverything(ImagePolicy policy, String problem) {
    assertThat(policy.isUnreadable()).isTrue();
    assertThat(policy.repositories()).hasSize(1);
    RepositoryRule rule = policy.repositories().getFirst();
    assertThat(rule.name()).isEqualTo("*");
    assertThat(rule.problems()).containsExactly(problem);
  }
}
