/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Definitions;
import io.starlingx.portieris.testbed.object.Namespaces;
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
    namespace("team");
    release.install("PolicySet: Permissive");
    Awaited.until("calls", () -> isRefused(pod("team")));

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

    Awaited.until("calls", () -> isRefused(pod("team")));

    assertThat(release.client().resource(pod("platform")).dryRun().create()).isNotNull();
  }

  @Test
  void theOperatorMayPreferRunningUncheckedToNotRunning() throws IOException {
    namespace("team");
    release.install("{PolicySet: Permissive, webHooks: {failurePolicy: Ignore}}");

    Awaited.until("an admission", () -> !isRefused(pod("team")));
  }

  @Test
  void theLastResortOfTheManualLetsEverythingRunAndAnUpgradeArmsAgain() throws Exception {
    namespace("team");
    release.install("PolicySet: Permissive");
    Awaited.until("calls", () -> isRefused(pod("team")));

    release.kubectl(
        "delete",
        "mutatingwebhookconfiguration,validatingwebhookconfiguration",
        "image-admission-config");
    Awaited.until("an admission", () -> !isRefused(pod("team")));

    release.upgrade("PolicySet: Permissive");
    Awaited.until("calls", () -> isRefused(pod("team")));
  }

  @Test
  void kindsOfOthersThatShareANameAreNotSentToIt() throws IOException {
    namespace("team");
    Definitions.serve(
        release.client(),
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: jobs.batch.volcano.sh}
        spec:
          group: batch.volcano.sh
          names: {kind: Job, listKind: JobList, plural: jobs, singular: job}
          scope: Namespaced
          versions:
            - name: v1alpha1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """);
    release.install("PolicySet: Permissive");
    Awaited.until("calls", () -> isRefused(pod("team")));

    assertThat(
            release
                .client()
                .resource(
                    """
                    apiVersion: batch.volcano.sh/v1alpha1
                    kind: Job
                    metadata: {name: train, namespace: team}
                    spec: {tasks: [{template: {spec: {containers: [{name: a, image: evil}]}}}]}
                    """)
                .dryRun()
                .create())
        .isNotNull();
  }

  /** The API server learns of a webhook configuration, and of its end, a little later. */
  private boolean isRefused(Pod pod) {
    try {
      release.client().resource(pod).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      assertThat(e).hasMessageContaining("failed calling webhook");
      return true;
    }
  }

  private void namespace(String name) {
    release.client().resource(Namespaces.of(name)).serverSideApply();
  }

  private static Pod pod(String namespace) {
    return Pods.of(namespace, "registry.example.com/app:1");
  }
}
