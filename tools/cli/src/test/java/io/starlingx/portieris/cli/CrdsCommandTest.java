/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdsCommandTest extends CommandFixture {

  private static final String NAME = "imagepolicies.portieris.cloud.ibm.com";

  @TempDir private Path directory;

  private int apply(Object kubeconfig, String... more) {
    out.getBuffer().setLength(0);
    return execute(
        Stream.concat(
                Stream.of("crds", "apply", "--kubeconfig", kubeconfig.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void createsThenUpdatesAndKeepsPolicies() throws IOException {
    try (ControlPlane plane = ControlPlane.start(directory);
        KubernetesClient client = plane.client()) {
      assertThat(apply(plane.kubeconfig(), "--dry-run")).isZero();
      assertThat(out.toString()).contains(NAME).contains("created (dry run)");
      assertThat(served(client)).isNull();

      assertThat(apply(plane.kubeconfig())).as(err.toString()).isZero();
      assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.endsWith("created"));
      assertThat(client.getApiResources("portieris.cloud.ibm.com/v1").getResources())
          .extracting(APIResource::getName)
          .contains("imagepolicies", "clusterimagepolicies");
      client
          .resource(
              """
              apiVersion: portieris.cloud.ibm.com/v1
              kind: ImagePolicy
              metadata: {name: base, namespace: default}
              spec: {repositories: [{name: "*", policy: {}}]}
              """)
          .create();

      assertThat(apply(plane.kubeconfig())).isZero();
      assertThat(out.toString().lines()).allMatch(line -> line.endsWith("unchanged"));

      earlier(client);
      assertThat(apply(plane.kubeconfig())).isZero();
      assertThat(out.toString()).containsPattern("(?m)^" + NAME + " +updated$");
      assertThat(
              client
                  .genericKubernetesResources("portieris.cloud.ibm.com/v1", "ImagePolicy")
                  .inNamespace("default")
                  .withName("base")
                  .get())
          .isNotNull();
    }
  }

  private static CustomResourceDefinition served(KubernetesClient client) {
    return client.apiextensions().v1().customResourceDefinitions().withName(NAME).get();
  }

  /** As another program left it: with a short name of its own and without a description. */
  private static void earlier(KubernetesClient client) throws IOException {
    CustomResourceDefinition definition =
        Serialization.unmarshal(
            Files.readString(
                ProjectRoot.path().resolve("charts/portieris/crds/imagepolicies.yaml")),
            CustomResourceDefinition.class);
    definition.getSpec().getNames().getShortNames().clear();
    definition
        .getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema()
        .setDescription("earlier");
    definition.getMetadata().setResourceVersion(served(client).getMetadata().getResourceVersion());
    client.resource(definition).update();
  }

  @Test
  void aClusterThatDoesNotAnswerIsOneLineAndAFailure() throws IOException {
    Path kubeconfig =
        Files.writeString(
            directory.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {token: t}}]
            """);

    assertThat(apply(kubeconfig)).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("error: clusterimagepolicies.portieris.cloud.ibm.com: ");
  }

  @Test
  void aMissingKubeconfigIsAMistakeOfTheCaller() {
    assertThat(apply(directory.resolve("missing"))).isEqualTo(64);
    assertThat(err.toString()).contains("missing cannot be read");
  }
}
