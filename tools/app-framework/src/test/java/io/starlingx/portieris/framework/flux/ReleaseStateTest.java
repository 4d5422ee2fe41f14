/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.flux;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReleaseStateTest {

  @Test
  void aReleaseWithoutStatusIsWaitedFor() {
    assertThat(ReleaseState.of(null)).isEqualTo(new ReleaseState.Waiting(""));
    assertThat(ReleaseState.of(release(2, 2))).isEqualTo(new ReleaseState.Waiting(""));
  }

  @Test
  void whatIsSaidOfAnOlderGenerationDoesNotCount() {
    assertThat(ReleaseState.of(release(3, 2, condition("Ready", "True", "done"))))
        .isEqualTo(new ReleaseState.Waiting(""));
    assertThat(ReleaseState.of(release(3, 3, condition("Ready", "True", "done"))))
        .isEqualTo(new ReleaseState.Ready());
  }

  @Test
  void oneThatIsBeingInstalledIsWaitedForWithWhatHoldsItUp() {
    assertThat(
            ReleaseState.of(
                release(
                    2,
                    1,
                    condition("Reconciling", "True", "Fulfilling prerequisites"),
                    condition("Ready", "False", "HelmChart 'a' is not ready: no such host"))))
        .isEqualTo(new ReleaseState.Waiting("HelmChart 'a' is not ready: no such host"));
  }

  @Test
  void oneThatHasFailedTellsWhyRatherThanHowOften() {
    assertThat(
            ReleaseState.of(
                release(
                    1,
                    1,
                    condition("Stalled", "True", "Failed to install after 1 attempt(s)"),
                    condition("Ready", "False", "Helm install failed: no"))))
        .isEqualTo(new ReleaseState.Failed("Helm install failed: no"));
    assertThat(ReleaseState.of(release(1, 1, condition("Stalled", "True", "invalid chart"))))
        .isEqualTo(new ReleaseState.Failed("invalid chart"));
  }

  private record Condition(String type, String status, String message) {
    Map<String, String> members() {
      return Map.of("type", type, "status", status, "reason", "Because", "message", message);
    }
  }

  private static Condition condition(String type, String status, String message) {
    return new Condition(type, status, message);
  }

  private static GenericKubernetesResource release(
      long generation, long observed, Condition... conditions) {
    return new GenericKubernetesResourceBuilder()
        .withNewMetadata()
        .withGeneration(generation)
        .endMetadata()
        .addToAdditionalProperties(
            "status",
            Map.of(
                "observedGeneration",
                observed,
                "conditions",
                Stream.of(conditions).map(Condition::members).toList()))
        .build();
  }
}
