/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Definitions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product in the place of a stock application with user overrides, on a real API server. */
class StockUpdateTest {

  private static final String AUTHORITY =
      Base64.getEncoder()
          .encodeToString(
              "-----BEGIN CERTIFICATE-----\nZWFybGllcg==\n-----END CERTIFICATE-----\n"
                  .getBytes(StandardCharsets.UTF_8));

  @TempDir Path directory;
  private Path product;

  @BeforeEach
  void build() throws IOException {
    product = CommandRun.appBuild(directory.resolve("built"), "--no-image");
  }

  @Test
  void keepsUserOverridesAndLeavesNothingBehindAndNoWebhookWithoutRules() throws Exception {
    try (ControlPlane cluster = ControlPlane.start(directory.resolve("cluster"));
        KubernetesClient client = cluster.client()) {
      installCertManagerKinds(client);
      createControllers(client, 2);
      applyStock(cluster);
      List<HasMetadata> before = objects(client, "portieris-portieris");
      before.addAll(objects(client, "portieris-portieris-certs"));
      assertThat(before).hasSizeGreaterThan(9);

      Webhooks seen = new Webhooks();
      CommandRun updated;
      try (Watch _ =
          client.admissionRegistration().v1().mutatingWebhookConfigurations().watch(seen)) {
        updated = run(cluster, "application-update", product.toString(), "--reuse-attributes=true");
      }

      assertThat(updated.code()).as(updated.err()).isZero();
      assertThat(updated.err())
          .contains("Application update from version 24.09-44 to version ")
          .contains("ClusterImagePolicy \"default\", left by an earlier release");
      assertUserOverrides(cluster, client);
      assertNothingIsOrphaned(client, before);
      assertWebhooks(client, seen);
      assertThat(run(cluster, "application-remove", "portieris").code()).isZero();
    }
  }

  @Test
  void anOverrideOfTheOldImageIsRefusedBeforeTheClusterIsTouched() throws Exception {
    try (ControlPlane cluster = ControlPlane.start(directory.resolve("cluster"));
        KubernetesClient client = cluster.client()) {
      installCertManagerKinds(client);
      applyStock(cluster);
      run(
          cluster,
          "helm-override-update",
          "portieris",
          "portieris",
          "portieris",
          "--reuse-values",
          "--set",
          "image.image=mirror");

      CommandRun updated = run(cluster, "application-update", product.toString());

      assertThat(updated.code()).isEqualTo(1);
      assertThat(updated.err())
          .contains("User override image.image of chart portieris: the image is named by")
          .contains("Application recover to version 24.09-44 completed.");
      assertThat(run(cluster, "helm-override-list", "portieris").out()).contains("portieris-certs");
      assertThat(client.secrets().inNamespace("portieris").withName("portieris-certs").get())
          .isNotNull();
    }
  }

  private void applyStock(ControlPlane cluster) throws IOException {
    Path values =
        Files.writeString(
            directory.resolve("values.yaml"),
            """
            replicaCount: 1
            webHooks: {failurePolicy: Ignore, timeoutSeconds: 9}
            PostUpgradePolicy: Fail
            """);
    Path authority = Files.writeString(directory.resolve("caCert.yaml"), "caCert: " + AUTHORITY);
    run(cluster, "application-upload", StockApplication.write(directory).toString());
    run(
        cluster,
        "helm-override-update",
        "portieris",
        "portieris-certs",
        "portieris",
        "--values",
        authority.toString());
    run(
        cluster,
        "helm-override-update",
        "portieris",
        "portieris",
        "portieris",
        "--values",
        values.toString());
    // Nothing runs pods here, so that nobody may wait for them.
    run(
        cluster,
        "helm-chart-attribute-modify",
        "--enabled",
        "false",
        "portieris",
        "portieris",
        "portieris");
    CommandRun applied = run(cluster, "application-apply", "portieris");
    assertThat(applied.code()).as(applied.err()).isZero();
  }

  private void assertUserOverrides(ControlPlane cluster, KubernetesClient client) {
    String shown = run(cluster, "helm-override-show", "portieris", "portieris", "portieris").out();
    assertThat(shown)
        .as("a webhook pod per controller, under what the user chose")
        .contains("| system_overrides   | {replicaCount: 2}");
    assertThat(shown)
        .contains("TrustedCACert: ")
        .contains("timeoutSeconds: 9")
        .contains("failurePolicy: Fail")
        .contains("replicaCount: 1")
        .doesNotContain("PostUpgradePolicy");
    assertThat(run(cluster, "helm-override-list", "portieris").out())
        .doesNotContain("portieris-certs");
    assertThat(
            client
                .secrets()
                .inNamespace("portieris")
                .withName("trusted-cert")
                .get()
                .getData()
                .get("trustedcert.pem"))
        .isEqualTo(AUTHORITY);
  }

  /** Every object of the releases of before is an object of the new release, or gone. */
  private static void assertNothingIsOrphaned(KubernetesClient client, List<HasMetadata> before)
      throws IOException {
    List<String> ours =
        objects(client, "portieris-portieris").stream().map(StockUpdateTest::name).toList();
    for (HasMetadata object : before) {
      GenericKubernetesResource live =
          client
              .genericKubernetesResources(object.getApiVersion(), object.getKind())
              .inNamespace("portieris")
              .withName(object.getMetadata().getName())
              .get();
      if (live != null) {
        assertThat(ours).contains(name(object));
        assertThat(live.getMetadata().getAnnotations())
            .as(name(object))
            .containsEntry("meta.helm.sh/release-name", "portieris-portieris");
      }
    }
    assertThat(ours)
        .contains(
            "Certificate portieris-certs",
            "Deployment portieris-portieris",
            "Service portieris",
            "MutatingWebhookConfiguration image-admission-config");
    assertThat(client.configMaps().inNamespace("portieris").withName("portieris-earlier").get())
        .isNull();
    assertThat(releaseSecrets(client, "portieris-portieris-certs")).isEmpty();
  }

  private static void assertWebhooks(KubernetesClient client, Webhooks seen) {
    assertThat(seen.states)
        .isNotEmpty()
        .allSatisfy(
            webhooks ->
                assertThat(webhooks)
                    .isNotEmpty()
                    .allSatisfy(webhook -> assertThat(webhook.getRules()).isNotEmpty()));
    assertThat(seen.states)
        .as("relaxed while the versions change")
        .anySatisfy(
            webhooks -> assertThat(webhooks.getFirst().getFailurePolicy()).isEqualTo("Ignore"));
    var admission = client.admissionRegistration().v1();
    assertThat(
            admission
                .mutatingWebhookConfigurations()
                .withName("image-admission-config")
                .get()
                .getWebhooks())
        .extracting(MutatingWebhook::getFailurePolicy)
        .containsExactly("Fail");
    assertThat(
            admission
                .validatingWebhookConfigurations()
                .withName("image-admission-config")
                .get()
                .getWebhooks())
        .extracting(ValidatingWebhook::getName, ValidatingWebhook::getFailurePolicy)
        .contains(
            tuple("images.portieris.cloud.ibm.com", "Fail"),
            tuple("policies.portieris.cloud.ibm.com", "Ignore"));
  }

  private static String name(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  /** What Helm remembers that the newest revision of a release consists of. */
  private static List<HasMetadata> objects(KubernetesClient client, String release)
      throws IOException {
    Secret newest =
        releaseSecrets(client, release).stream()
            .max(
                Comparator.comparingInt(
                    secret -> Integer.parseInt(secret.getMetadata().getLabels().get("version"))))
            .orElseThrow();
    byte[] packed =
        Base64.getDecoder().decode(Base64.getDecoder().decode(newest.getData().get("release")));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      String manifest = new ObjectMapper().readTree(in.readAllBytes()).path("manifest").asText();
      return new ArrayList<>(
          client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))).items());
    }
  }

  private static List<Secret> releaseSecrets(KubernetesClient client, String release) {
    return client
        .secrets()
        .inNamespace("portieris")
        .withLabels(Map.of("owner", "helm", "name", release))
        .list()
        .getItems();
  }

  private static void createControllers(KubernetesClient client, int count) {
    for (int i = 0; i < count; i++) {
      client
          .resource(
              new NodeBuilder()
                  .withNewMetadata()
                  .withName("controller-" + i)
                  .addToLabels("node-role.kubernetes.io/control-plane", "")
                  .endMetadata()
                  .build())
          .create();
    }
  }

  private static void installCertManagerKinds(KubernetesClient client) {
    for (String kind : List.of("Issuer", "Certificate")) {
      Definitions.serve(client, "cert-manager.io", kind);
    }
  }

  private CommandRun run(ControlPlane cluster, String... arguments) {
    String[] fixed = {
      "system", "--kubeconfig=" + cluster.kubeconfig(), "--state-dir=" + directory.resolve("state")
    };
    return CommandRun.of(
        Stream.concat(Stream.of(fixed), Stream.of(arguments)).toArray(String[]::new));
  }

  /** Every state in which the mutating configuration was seen. */
  private static final class Webhooks implements Watcher<MutatingWebhookConfiguration> {
    private final List<List<MutatingWebhook>> states = new CopyOnWriteArrayList<>();

    @Override
    public void eventReceived(Action action, MutatingWebhookConfiguration configuration) {
      states.add(action == Action.DELETED ? List.of() : configuration.getWebhooks());
    }

    @Override
    public void onClose(WatcherException cause) {}
  }
}
