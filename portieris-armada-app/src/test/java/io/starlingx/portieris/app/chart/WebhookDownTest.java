/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Pods;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real API server while no pod of the webhook runs: after a reboot of the only node, or when all
 * of them are lost.
 */
@ExtendWith(ControlPlaneExtension.class)
class WebhookDownTest {

  private final ChartRelease release;

  WebhookDownTest(ControlPlane plane, @TempDir Path directory) {
    this.release = new ChartRelease(plane, directory);
  }

  @AfterEach
  void close() {
    release.close();
  }

  @Test
  void theWebhooksOwnPodsStartWithoutIt() throws IOException {
    release.install("PolicySet: Permissive");

    Pod own =
        new PodBuilder(pod(ChartRelease.NAMESPACE))
            .withSpec(release.deployment().getSpec().getTemplate().getSpec())
            .build();

    assertThat(release.client().resource(own).dryRun().create()).isNotNull();
  }

  @Test
  void nothingElseIsAdmittedUncheckedButExcludedNamespaces() throws IOException {
    namespace("platform");
    namespace("team");
    release.install("{PolicySet: Permissive, excludedNamespaces: [platform]}");

    assertThat(release.client().resource(pod("platform")).dryRun().create()).isNotNull();
    assertThatThrownBy(() -> release.client().resource(pod("team")).dryRun().create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("failed calling webhook");
  }

  @Test
  void theOperatorMayPreferRunningUncheckedToNotRunning() throws IOException {
    namespace("team");
    release.install("{PolicySet: Permissive, webHooks: {failurePolicy: Ignore}}");

    assertThat(release.client().resource(pod("team")).dryRun().create()).isNotNull();
  }

  @Test
  void theLastResortOfTheManualLetsEverythingRunAndAnUpgradeArmsAgain() throws Exception {
    namespace("team");
    release.install("PolicySet: Permissive");

    release.kubectl(
        "delete",
        "mutatingwebhookconfiguration,validatingwebhookconfiguration",
        "image-admission-config");
    assertThat(release.client().resource(pod("team")).dryRun().create()).isNotNull();

    release.upgrade("PolicySet: Permissive");
    assertThatThrownBy(() -> release.client().resource(pod("team")).dryRun().create())
        .isInstanceOf(KubernetesClientException.class);
  }

  private void namespace(String name) {
    release
        .client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
  }

  private static Pod pod(String namespace) {
    return Pods.of(namespace, "registry.example.com/app:1");
  }
}
