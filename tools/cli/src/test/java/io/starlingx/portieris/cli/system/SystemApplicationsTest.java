/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.cli.CommandRun;
import io.starlingx.portieris.framework.EngineChoice;
import io.starlingx.portieris.testbed.object.Definitions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole applications, built by this program and installed until their pods run. */
@ExtendWith(SharedCluster.class)
class SystemApplicationsTest {

  private final RunningCluster cluster;
  private final KubernetesClient client;
  @TempDir Path directory;
  private SystemClient system;

  SystemApplicationsTest(RunningCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
  }

  @BeforeEach
  void begin() {
    system = cluster.system(directory, EngineChoice.HELM);
  }

  @AfterEach
  void clean() {
    system.applications().forEach(system::discard);
  }

  /** The one that this project is about, with the defaults that it has on the platform. */
  @ParameterizedTest
  @EnumSource(names = {"HELM", "FLUX"})
  void theProductIsInstalledAndUpgradedAndLeavesNothing(EngineChoice engine) throws IOException {
    system = cluster.system(directory, engine);
    for (String kind : List.of("Issuer", "Certificate")) {
      Definitions.serve(client, "cert-manager.io", kind);
    }
    Path bootstrap =
        Files.writeString(
            directory.resolve("localhost.yml"),
            """
            image_trust:
              replicas: 2
              notary_servers:
                defaults: {url: "https://notary.example.com:4443"}
              policies:
                - name: base
                  repositories:
                    - {name: "icr.io/team/*", trust: true}
            """);
    Path tarball =
        CommandRun.appBuild(directory.resolve("built"), "--no-image", "--bootstrap=" + bootstrap);

    system.upload(tarball);
    assertThat(system.succeeding("helm-override-show", "portieris", "portieris", "portieris").out())
        .contains("https://notary.example.com:4443");
    SystemRun applied = system.succeeding("application-apply", "portieris");

    assertThat(applied.err()).contains("portieris: applied: completed");
    assertThat(available("portieris", "portieris-portieris")).isEqualTo(2);
    assertThat(
            client
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("image-admission-config")
                .require()
                .getWebhooks())
        .isNotEmpty();
    assertThat(policies()).contains("bootstrap-base");

    system.override("portieris", "portieris", "portieris", "replicaCount=3");
    system.succeeding("application-apply", "portieris");
    assertThat(available("portieris", "portieris-portieris")).isEqualTo(3);

    system.succeeding("application-remove", "portieris");
    assertThat(
            client
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("image-admission-config")
                .get())
        .isNull();
    system.succeeding("application-delete", "portieris");
    assertThat(system.succeeding("application-list").out()).isEqualTo("\n");
  }

  private List<String> policies() {
    return client
        .genericKubernetesResources("portieris.cloud.ibm.com/v1", "ClusterImagePolicy")
        .list()
        .getItems()
        .stream()
        .map(policy -> policy.getMetadata().getName())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"HELM", "FLUX"})
  void aChartWithDefinitionsProgramsAWebhookAndACheckBecomesAnApplication(EngineChoice engine)
      throws Exception {
    system = cluster.system(directory, engine);
    Path folder = directory.resolve("folder");
    CommandRun.succeeding(
        "app", "init", folder.toString(), "--name=certs", "--chart=" + resource("certs"));
    system.upload(CommandRun.appBuild(directory.resolve("built"), folder.toString()));

    system.succeeding("application-apply", "certs");

    for (String program : List.of("controller", "webhook", "cainjector")) {
      assertThat(available("certs", "certs-certs-" + program)).as(program).isOne();
    }
    assertThat(
            client
                .batch()
                .v1()
                .jobs()
                .inNamespace("certs")
                .withName("certs-certs-startupapicheck")
                .require()
                .getStatus()
                .getSucceeded())
        .isOne();
    assertThat(system.run("application-apply", "certs", "--dry-run").code()).isZero();
    system.succeeding("application-remove", "certs");
    assertThat(client.apps().deployments().inNamespace("certs").list().getItems()).isEmpty();
    assertThat(
            client
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("issuers.certs.example.com")
                .get())
        .as("as with Helm, definitions stay, and everybody's objects with them")
        .isNotNull();
    system.succeeding("application-delete", "certs");
  }

  @ParameterizedTest
  @EnumSource(names = {"HELM", "FLUX"})
  void eachChartIsInstalledInItsNamespaceAfterWhatItDependsOn(EngineChoice engine)
      throws Exception {
    system = cluster.system(directory, engine);
    system.upload(CommandRun.appBuild(directory.resolve("built"), resource("pair")));
    assertThat(system.succeeding("helm-override-list", "pair").out())
        .contains("| back       | ['pair-back']", "| front      | ['pair-front']");
    system.override("pair", "front", "pair-front", "word=mine");

    SystemRun applied = system.succeeding("application-apply", "pair");

    assertThat(applied.err())
        .containsSubsequence(
            "Chart back applied. Overall completion: 50%",
            "Chart front applied. Overall completion: 100%");
    assertThat(word("pair-front", "pair-front")).isEqualTo("mine");
    assertThat(word("pair-back", "the-back")).isEqualTo("from the application");
    assertThat(available("pair-front", "pair-front")).isEqualTo(2);
    assertThat(available("pair-back", "the-back")).isEqualTo(2);
    system.succeeding("application-remove", "pair");
    assertThat(client.configMaps().inNamespace("pair-back").withName("the-back").get()).isNull();
    system.succeeding("application-delete", "pair");
  }

  @ParameterizedTest
  @EnumSource(names = {"HELM", "FLUX"})
  void whatDependsOnAChartThatNeverGetsReadyIsNotInstalled(EngineChoice engine) throws Exception {
    system = cluster.system(directory, engine);
    system.upload(CommandRun.appBuild(directory.resolve("built"), resource("pair")));
    system.override("pair", "back", "pair-back", "image.repository=crashes");

    SystemRun failed = system.run("application-apply", "pair");

    assertThat(failed.code()).isOne();
    assertThat(system.show("pair", "status")).isEqualTo("apply-failed");
    assertThat(system.show("pair", "progress"))
        .startsWith("Failed to apply helm release \"back\": ");
    assertThat(client.apps().deployments().inNamespace("pair-front").list().getItems()).isEmpty();
    assertThat(system.why("pair"))
        .contains("Deployment pair-back/the-back\n")
        .contains("last lines of container back:\n    opening the database\n    no database\n");

    system.override("pair", "back", "pair-back", "image.repository=docker.io/example/back");
    system.succeeding("application-apply", "pair");
    assertThat(available("pair-front", "pair-front")).isEqualTo(2);
  }

  private int available(String namespace, String name) {
    Deployment deployment =
        client.apps().deployments().inNamespace(namespace).withName(name).require();
    return Objects.requireNonNullElse(deployment.getStatus().getAvailableReplicas(), 0);
  }

  private String word(String namespace, String name) {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withName(name)
        .require()
        .getData()
        .getOrDefault("word", "");
  }

  private static String resource(String name) throws URISyntaxException {
    return Path.of(
            Objects.requireNonNull(SystemApplicationsTest.class.getResource("applications/" + name))
                .toURI())
        .toString();
  }
}
