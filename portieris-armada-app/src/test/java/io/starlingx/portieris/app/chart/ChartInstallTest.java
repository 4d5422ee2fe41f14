/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Release;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The chart in the hands of Helm and of a real API server: first install and removal. */
@ExtendWith(ControlPlaneExtension.class)
class ChartInstallTest {

  private final Path directory;
  private final ChartRelease release;

  ChartInstallTest(ControlPlane plane, @TempDir Path directory) {
    this.directory = directory;
    this.release = new ChartRelease(plane, directory);
  }

  @AfterEach
  void close() {
    release.close();
  }

  @Test
  void installsWhereTheWebhookRunsOutside() throws IOException {
    Release installed = release.install(ChartRelease.OUTSIDE);

    assertThat(installed.getStatus()).isEqualTo("deployed");
    assertThat(installed.getOutput())
        .contains("DENIED EVERY WORKLOAD")
        .contains("has to be at https://127.0.0.1:8000");
    assertThat(release.webhook().getClientConfig().getUrl())
        .isEqualTo("https://127.0.0.1:8000/admit");
    assertThat(release.webhook().getRules()).hasSize(3);
    assertThat(
            release
                .client()
                .apps()
                .deployments()
                .inNamespace(ChartRelease.NAMESPACE)
                .list()
                .getItems())
        .isEmpty();
    assertThat(release.client().services().inNamespace(ChartRelease.NAMESPACE).list().getItems())
        .isEmpty();
    assertThat(release.imagePolicy("default")).isNotNull();
  }

  @Test
  void installsEveryObjectOfTheFullRelease() throws IOException {
    Release installed = release.install("PolicySet: Permissive");

    assertThat(installed.getStatus()).isEqualTo("deployed");
    assertThat(release.deployment()).isNotNull();
    assertThat(
            release
                .client()
                .services()
                .inNamespace(ChartRelease.NAMESPACE)
                .withName("portieris")
                .get())
        .isNotNull();
    assertThat(
            release
                .client()
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(ChartRelease.NAMESPACE)
                .list()
                .getItems())
        .hasSize(1);
    assertThat(release.clusterImagePolicy("portieris-permissive")).isNotNull();
  }

  @Test
  void podsAreTakenWhereRestrictedSecurityIsEnforced() throws IOException {
    release.install("PolicySet: Permissive");
    Deployment deployment = release.deployment();
    release
        .client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("restricted")
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .serverSideApply();
    // The webhook is not there to be asked about this namespace.
    release.configuration().delete();
    release.finalChecks().delete();
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("webhook")
            .withNamespace("restricted")
            .endMetadata()
            .withSpec(deployment.getSpec().getTemplate().getSpec())
            .build();

    assertThat(release.client().resource(pod).dryRun().create().getSpec().getContainers())
        .hasSize(1);

    pod.getSpec().getContainers().getFirst().getSecurityContext().setAllowPrivilegeEscalation(true);
    assertThatThrownBy(() -> release.client().resource(pod).dryRun().create())
        .hasMessageContaining("violates PodSecurity");
  }

  @Test
  void serviceAccountMayDoOnlyWhatItNeeds() throws IOException {
    release.install(ChartRelease.OUTSIDE);

    assertThat(
            Stream.of(
                "get /secrets team-a/any",
                "get /serviceaccounts team-a/default",
                "create /secrets portieris/",
                "update /secrets portieris/portieris-ca",
                "watch portieris.cloud.ibm.com/imagepolicies /",
                "list portieris.cloud.ibm.com/clusterimagepolicies /",
                "patch admissionregistration.k8s.io/mutatingwebhookconfigurations"
                    + " /image-admission-config",
                "patch admissionregistration.k8s.io/validatingwebhookconfigurations"
                    + " /image-admission-config",
                "get apps/replicasets team-a/web",
                "get /pods team-a/web"))
        .allMatch(this::allowed);
    assertThat(
            Stream.of(
                "list /secrets team-a/",
                "list /pods team-a/",
                "create authorization.k8s.io/subjectaccessreviews /",
                "create /secrets team-a/",
                "update /secrets portieris/portieris-certs",
                "delete /secrets portieris/portieris-ca",
                "create portieris.cloud.ibm.com/clusterimagepolicies /",
                "patch admissionregistration.k8s.io/mutatingwebhookconfigurations /other",
                "delete admissionregistration.k8s.io/mutatingwebhookconfigurations"
                    + " /image-admission-config"))
        .noneMatch(this::allowed);
  }

  /** Asks whether the webhook may: {@code verb group/resource namespace/name}. */
  private boolean allowed(String request) {
    String[] words = request.split("[ /]", -1);
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + ChartRelease.NAMESPACE + ":portieris")
            .withNewResourceAttributes()
            .withVerb(words[0])
            .withGroup(words[1])
            .withResource(words[2])
            .withNamespace(words[3])
            .withName(words[4])
            .endResourceAttributes()
            .endSpec()
            .build();
    return release
        .client()
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(review)
        .getStatus()
        .getAllowed();
  }

  /** Tools that know no hooks apply what {@code helm template} prints. */
  @Test
  void appliedWithoutHelmItIsCompleteAndKeepsTheAuthority() throws Exception {
    apply(RenderedChart.render(""));
    assertThat(release.webhook().getRules()).hasSize(3);
    release.trust("b3VyIGNh");

    apply(RenderedChart.render("webHooks: {timeoutSeconds: 9}"));

    assertThat(release.webhook().getTimeoutSeconds()).isEqualTo(9);
    assertThat(release.webhook().getRules()).hasSize(3);
    assertThat(release.webhook().getClientConfig().getCaBundle()).isEqualTo("b3VyIGNh");
    release.client().namespaces().withName(RenderedChart.NAMESPACE).delete();
    for (String kind :
        List.of(
            "mutatingwebhookconfiguration",
            "validatingwebhookconfiguration",
            "clusterrole",
            "clusterrolebinding")) {
      release.kubectl("delete", kind, "--selector=app=portieris");
    }
  }

  private void apply(RenderedChart chart) throws Exception {
    release
        .client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(RenderedChart.NAMESPACE)
                .endMetadata()
                .build())
        .serverSideApply();
    release.kubectl("apply", "-f", RenderedChart.chart().resolve("crds").toString());
    release.kubectl("wait", "--for=condition=Established", "crd", "--selector=app=portieris");
    Path file = directory.resolve("objects.json");
    Files.writeString(
        file,
        new ObjectMapper()
            .writeValueAsString(
                Map.of("kind", "List", "apiVersion", "v1", "items", chart.objects())));
    release.kubectl("apply", "-f", file.toString());
  }

  @Test
  void uninstallRemovesTheWebhookButNoPolicyDefinitionAndNoNamespace() throws IOException {
    release.install(
        """
        replicaCount: 0
        PolicySet: None
        policies:
          cluster: [{name: base, repositories: [{name: "*"}]}]
          namespaced: [{name: own, namespace: team-a, repositories: []}]
        """);
    assertThat(release.policies("ImagePolicy").inNamespace("team-a").withName("own").get())
        .isNotNull();

    // A second revision sees the namespace that the first one made.
    release.upgrade(
        "{replicaCount: 0, policies: {namespaced: [{name: own, namespace: team-a,"
            + " repositories: []}]}}");
    assertThat(release.clusterImagePolicy("base")).isNull();
    release.uninstall();

    assertThat(release.configuration().get()).isNull();
    assertThat(release.policies("ImagePolicy").inNamespace("team-a").withName("own").get())
        .as("a policy of the values")
        .isNull();
    assertThat(release.imagePolicy("default")).as("a policy of a hook").isNotNull();
    assertThat(release.client().namespaces().withName("team-a").get()).isNotNull();
    assertThat(
            release
                .client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("imagepolicies.portieris.cloud.ibm.com")
                .get())
        .isNotNull();
  }
}
