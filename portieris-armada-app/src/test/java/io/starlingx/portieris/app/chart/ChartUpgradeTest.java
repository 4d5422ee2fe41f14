/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Upgrades on a real API server, from this chart and from an earlier release. */
@ExtendWith(ControlPlaneExtension.class)
class ChartUpgradeTest {

  private final ChartRelease release;

  ChartUpgradeTest(ControlPlane plane, @TempDir Path directory) {
    this.release = new ChartRelease(plane, directory);
  }

  @AfterEach
  void close() {
    release.close();
  }

  @Test
  void upgradeKeepsTheAuthorityAndNeverShowsAWebhookWithoutRules() throws Exception {
    release.install(ChartRelease.OUTSIDE);
    release.trust("b3VyIGNh");

    try (WebhookChanges changes = new WebhookChanges(release.client())) {
      release.upgrade(
          "{replicaCount: 0, webHooks: {url: 'https://127.0.0.1:8000', timeoutSeconds: 7}}");
      release.upgrade("{replicaCount: 0, webHooks: {timeoutSeconds: 8}}");

      MutatingWebhookConfiguration state = changes.next();
      assertEnforcing(state);
      while (state.getWebhooks().getFirst().getTimeoutSeconds() != 8) {
        state = changes.next();
        assertEnforcing(state);
      }
      assertThat(state.getWebhooks().getFirst().getClientConfig().getUrl()).isNull();
    }
    assertThat(release.webhook().getClientConfig().getCaBundle()).isEqualTo("b3VyIGNh");
  }

  /** Helm's library rolls back by an upgrade to the stored revision's chart and values. */
  @Test
  void rollbackKeepsTheWebhookArmed() throws Exception {
    release.install(ChartRelease.OUTSIDE);
    release.trust("b3VyIGNh");
    release.upgrade("{replicaCount: 0, webHooks: {url: 'https://127.0.0.1:9000'}}");

    try (WebhookChanges changes = new WebhookChanges(release.client())) {
      release.upgrade(ChartRelease.OUTSIDE);

      MutatingWebhookConfiguration state = changes.next();
      assertEnforcing(state);
      while (!state
          .getWebhooks()
          .getFirst()
          .getClientConfig()
          .getUrl()
          .startsWith("https://127.0.0.1:8000")) {
        state = changes.next();
        assertEnforcing(state);
      }
    }
    assertThat(release.finalChecks().get().getWebhooks())
        .allSatisfy(webhook -> assertThat(webhook.getRules()).isNotEmpty());
  }

  private static void assertEnforcing(MutatingWebhookConfiguration configuration) {
    assertThat(configuration.getWebhooks())
        .singleElement()
        .satisfies(
            webhook -> {
              assertThat(webhook.getRules()).hasSize(3);
              assertThat(webhook.getClientConfig().getCaBundle()).isEqualTo("b3VyIGNh");
            });
  }

  @Test
  void upgradePutsTheOwnImagesPolicyBeforeTheNewPods() throws IOException {
    release.install(ChartRelease.OUTSIDE);
    assertThat(release.imagePolicy("portieris-upgrade")).isNull();

    release.upgrade(ChartRelease.OUTSIDE);

    assertThat(release.imagePolicy("portieris-upgrade")).isNotNull();
  }

  @Test
  void ownAuthorityModeKeepsWhatSomebodyAddedToTheSecret() throws IOException {
    release.install(ChartRelease.OUTSIDE);
    release.addAuthorityByHand();

    release.upgrade(ChartRelease.OUTSIDE);

    assertThat(release.certificates().getData()).containsKey("ca.pem");
  }

  @Test
  void leftOverPolicyThatAdmitsEverythingIsPointedOut() throws IOException {
    release.install(ChartRelease.OUTSIDE);
    release
        .client()
        .resource(
            """
            apiVersion: portieris.cloud.ibm.com/v1
            kind: ClusterImagePolicy
            metadata: {name: default}
            spec: {repositories: [{name: "*", policy: {}}]}
            """)
        .create();

    assertThat(release.upgrade(ChartRelease.OUTSIDE).getOutput())
        .contains("ClusterImagePolicy \"default\", left by an earlier release");
  }

  @Test
  void replacesAnEarlierReleaseInPlace() throws Exception {
    Path earlier =
        RenderedChart.root().resolve("portieris-armada-app/src/test/resources/earlier-release");
    release.install(earlier, "");
    release.addAuthorityByHand();
    assertThat(release.webhook().getRules()).isNotEmpty();

    try (WebhookChanges changes = new WebhookChanges(release.client())) {
      release.upgrade("image: {host: registry.local:9001/x}");

      MutatingWebhookConfiguration state = changes.next();
      while (state.getWebhooks().getFirst().getRules().size() != 3) {
        assertThat(state.getWebhooks().getFirst().getRules()).isNotEmpty();
        state = changes.next();
      }
      assertThat(state.getWebhooks().getFirst().getClientConfig().getCaBundle())
          .isEqualTo("ZWFybGllcg==");
    }
    assertThat(release.certificates().getData()).isEqualTo(Map.of("ca.pem", "aGFuZA=="));
    assertThat(release.deployment().getSpec().getTemplate().getSpec().getContainers())
        .singleElement()
        .satisfies(
            container ->
                assertThat(container.getImage())
                    .startsWith("registry.local:9001/x/portieris-webhook:"));
    assertThat(release.imagePolicy("default")).as("the earlier release's own policy").isNotNull();
  }
}
