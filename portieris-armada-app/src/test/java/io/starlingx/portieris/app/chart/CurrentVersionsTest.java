/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.starlingx.portieris.app.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrentVersionsTest {

  /** The kinds of Kubernetes' own groups in versions without alpha or beta. */
  private static final List<String> STABLE =
      List.of(
          "v1 Binding ConfigMap Event LimitRange List Namespace Node",
          "v1 PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController",
          "v1 ResourceQuota Secret Service ServiceAccount",
          "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
          "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy",
          "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding",
          "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
          "apiextensions.k8s.io/v1 CustomResourceDefinition",
          "apiregistration.k8s.io/v1 APIService",
          "apps/v1 ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
          "authentication.k8s.io/v1 TokenReview",
          "authorization.k8s.io/v1 SubjectAccessReview",
          "autoscaling/v1 HorizontalPodAutoscaler",
          "autoscaling/v2 HorizontalPodAutoscaler",
          "batch/v1 CronJob Job",
          "certificates.k8s.io/v1 CertificateSigningRequest",
          "coordination.k8s.io/v1 Lease",
          "discovery.k8s.io/v1 EndpointSlice",
          "events.k8s.io/v1 Event",
          "flowcontrol.apiserver.k8s.io/v1 FlowSchema PriorityLevelConfiguration",
          "networking.k8s.io/v1 IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR",
          "node.k8s.io/v1 RuntimeClass",
          "policy/v1 Eviction PodDisruptionBudget",
          "rbac.authorization.k8s.io/v1 ClusterRole ClusterRoleBinding Role RoleBinding",
          "resource.k8s.io/v1 DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice",
          "scheduling.k8s.io/v1 PriorityClass",
          "storage.k8s.io/v1 CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment",
          "cert-manager.io/v1alpha2 Certificate",
          "source.toolkit.fluxcd.io/v1beta2 HelmRepository");

  @TempDir private Path directory;
  private Path source;

  @BeforeEach
  void writeChart() throws IOException {
    source = directory.resolve("demo");
    write("Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.0.0\nicon: https://x.example/i\n");
  }

  @Test
  void helmCallsNoneOfThemDeprecated() throws IOException {
    for (String kinds : STABLE) {
      List<String> words = List.of(kinds.split(" "));
      for (String kind : words.subList(1, words.size())) {
        String file = words.getFirst().replace('/', '-') + "-" + kind.toLowerCase(Locale.ROOT);
        write("templates/" + file + ".yaml", object(words.getFirst(), kind));
        assertThat(CurrentVersions.without("templates/a.yaml", bytes(words.getFirst(), kind)))
            .isEqualTo(bytes("\"\"", kind));
      }
    }

    LintResult lint = new Helm(source).lint().strict().quiet().call();

    assertThat(lint.getMessages()).isEmpty();
    assertThat(lint.isFailed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "v1, ComponentStatus",
    "extensions/v1beta1, Ingress",
    "apps/v1beta1, Deployment",
    "apps/v1beta2, DaemonSet",
    "scheduling.k8s.io/v1beta1, PriorityClass",
    "rbac.authorization.k8s.io/v1beta1, Role"
  })
  void oneThatIsDeprecatedIsWarnedOf(String version, String kind) throws IOException {
    write("templates/current.yaml", object("v1", "ConfigMap"));
    write("templates/old.yaml", object(version, kind));

    assertThat(lint().warnings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.file()).endsWith("templates/old.yaml");
              assertThat(finding.message()).contains(version + " " + kind + " is deprecated");
            });
  }

  @Test
  void aSoundChartIsShownWithoutThem() throws IOException {
    write("templates/a.yaml", object("v1", "ConfigMap") + "---\n" + object("batch/v1", "Job"));

    assertThat(lint().errors()).isEmpty();
    assertThat(directory.resolve("copy/templates/a.yaml"))
        .content()
        .contains("apiVersion: \"\"\nkind: ConfigMap", "apiVersion: \"\"\nkind: Job");
  }

  @Test
  void whatIsWrongIsToldOfTheChartAsItIs() throws IOException {
    write("templates/a.yaml", object("v1", "Secret").replace("name: demo", "name: UPPER"));

    ChartLint lint = lint();

    assertThat(lint.warnings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .contains("does not conform to Kubernetes naming requirements"));
    assertThat(directory.resolve("copy/templates/a.yaml")).content().startsWith("apiVersion: v1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: apps/v1beta1\n",
        "apiVersion: gateway.networking.k8s.io/v1alpha2\n",
        "apiVersion: extensions/v1beta1\n",
        "apiVersion: {{ .Values.version }}\n",
        "apiVersion: v1 # {{ fail }}\n",
        "apiVersion: \"v1'\n",
        "  apiVersion: v1\n",
        "apiVersion: v1\nkind: ComponentStatus\n",
        "apiVersion: v1\nkind: Endpoints\n",
        "data: |\n  apiVersion: v1\n",
        "xapiVersion: v1\n"
      })
  void anythingElseStays(String text) {
    assertThat(CurrentVersions.without("templates/a.yaml", text.getBytes(StandardCharsets.UTF_8)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "templates/a.yaml, true",
    "templates/deep/a.yml, true",
    "templates/_objects.tpl, true",
    "charts/sub/templates/a.yaml, true",
    "templates/NOTES.txt, false",
    "files/templates/a.yaml, false",
    "crds/a.yaml, false",
    "Chart.yaml, false"
  })
  void onlyTemplatesAreTouched(String path, boolean isTouched) {
    byte[] text = "é: 1\r\napiVersion: 'apps/v1'\r\n".getBytes(StandardCharsets.UTF_8);

    assertThat(CurrentVersions.without(path, text))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("é: 1\r\napiVersion: " + (isTouched ? "\"\"" : "'apps/v1'") + "\r\n");
  }

  private static String object(String version, String kind) {
    return "apiVersion: "
        + version
        + "\nkind: "
        + kind
        + "\nmetadata: {name: demo}\nspec: {selector: {matchLabels: {app: demo}}}\n";
  }

  private static byte[] bytes(String version, String kind) {
    return object(version, kind).getBytes(StandardCharsets.UTF_8);
  }

  private ChartLint lint() throws IOException {
    List<Finding> findings = new ArrayList<>();
    Chart chart =
        new ChartStage(() -> directory.resolve("stage"), findings).stage(source, "").orElseThrow();
    return new ChartLinter(RenderedCharts.none()).lint(chart, () -> directory.resolve("copy"));
  }

  private void write(String file, String text) throws IOException {
    Path path = source.resolve(file);
    Files.createDirectories(path.resolve("..").normalize());
    Files.writeString(path, text);
  }
}
