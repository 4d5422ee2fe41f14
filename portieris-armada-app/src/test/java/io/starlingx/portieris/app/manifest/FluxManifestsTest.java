/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import static io.starlingx.portieris.app.manifest.Manifests.document;
import static io.starlingx.portieris.app.manifest.Manifests.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The shape that the platform's application framework relies on. */
class FluxManifestsTest {

  private final JsonNode release = read("fluxcd/portieris/helmrelease.yaml");
  private final JsonNode values = read("fluxcd/portieris/portieris-static-overrides.yaml");

  @Test
  void rootListsBaseAndReleaseFoldersOnly() {
    List<String> resources = texts(read("fluxcd/kustomization.yaml").path("resources"));

    assertThat(resources).containsExactly("base", "portieris");
    assertThat(Manifests.FOLDER.resolve("fluxcd/portieris/helmrelease.yaml")).isRegularFile();
    assertThat(texts(read("fluxcd/base/kustomization.yaml").path("resources")))
        .containsExactly("helmrepository.yaml");
  }

  @Test
  void repositoryIsOneThatThePlatformServes() {
    JsonNode repository = read("fluxcd/base/helmrepository.yaml");

    assertThat(repository.path("apiVersion").asText()).isEqualTo("source.toolkit.fluxcd.io/v1");
    assertThat(repository.at("/spec/url").asText()).endsWith("/helm_charts/stx-platform");
    assertThat(release.at("/spec/chart/spec/sourceRef/name"))
        .isEqualTo(repository.at("/metadata/name"));
  }

  @Test
  void releaseKeepsTheNamesOfAnInPlaceReplacement() {
    assertThat(release.path("apiVersion").asText()).isEqualTo("helm.toolkit.fluxcd.io/v2");
    assertThat(release.at("/metadata/name").asText()).isEqualTo("portieris");
    assertThat(release.at("/spec/releaseName").asText()).isEqualTo("portieris-portieris");
    assertThat(release.at("/spec/chart/spec/chart").asText()).isEqualTo("portieris");
    assertThat(read("fluxcd/portieris/kustomization.yaml").path("namespace").asText())
        .isEqualTo("portieris");
  }

  @Test
  void installAndUpgradeReplaceTheDefinitions() {
    assertThat(release.at("/spec/install/crds").asText()).isEqualTo("CreateReplace");
    assertThat(release.at("/spec/upgrade/crds").asText()).isEqualTo("CreateReplace");
  }

  @Test
  void systemOverridesWinOverStaticOnes() {
    assertThat(release.at("/spec/valuesFrom").valueStream().map(v -> v.path("valuesKey").asText()))
        .containsExactly("portieris-static-overrides.yaml", "portieris-system-overrides.yaml");
  }

  @Test
  void everyValuesSecretIsGeneratedFromAFileUnderItsOwnName() {
    JsonNode kustomization = read("fluxcd/portieris/kustomization.yaml");

    assertThat(kustomization.at("/generatorOptions/disableNameSuffixHash").asBoolean()).isTrue();
    for (JsonNode source : release.at("/spec/valuesFrom")) {
      JsonNode generator =
          kustomization
              .path("secretGenerator")
              .valueStream()
              .filter(g -> g.path("name").equals(source.path("name")))
              .findFirst()
              .orElseThrow();
      assertThat(texts(generator.path("files"))).containsExactly(source.path("valuesKey").asText());
      assertThat(
              Manifests.FOLDER
                  .resolve("fluxcd/portieris")
                  .resolve(source.path("valuesKey").asText()))
          .isRegularFile();
    }
  }

  @Test
  void imageHasTheFormThatOldAndNewParsersMirror() {
    assertThat(values.path("image").propertyStream().map(p -> p.getKey()))
        .contains("repository", "tag")
        .doesNotContain("image", "host", "registry");
    assertThat(values.at("/image/repository").asText()).isEqualTo("@IMAGE_REPOSITORY@");
    assertThat(values.at("/image/tag").isTextual()).isTrue();
    assertThat(values.at("/image/tag").asText()).isEqualTo("@IMAGE_TAG@");
    assertThat(values.at("/image/digest").asText()).isEqualTo("@IMAGE_DIGEST@");
    assertThat(texts(values.at("/image/pullSecrets"))).containsExactly("default-registry-key");
  }

  @Test
  void admitsEverythingUntilAPolicySaysMore() {
    assertThat(values.path("PolicySet").asText()).isEqualTo("Permissive");
    assertThat(values.path("UseCertManager").asBoolean()).isTrue();
    assertThat(texts(values.path("excludedNamespaces")))
        .contains("kube-system", "flux-helm", "cert-manager");
  }

  /** The platform splits rendered manifests at three dashes, wherever they stand. */
  @Test
  void noManifestHoldsThreeDashes() throws IOException {
    try (var files = Files.walk(Manifests.FOLDER.resolve("fluxcd"))) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(file).content().doesNotContain("---"));
    }
  }

  @Test
  void placeholdersAreQuotedSoThatTheyStayStrings() throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    String text =
        Files.readString(Manifests.FOLDER.resolve("fluxcd/portieris/helmrelease.yaml"))
            .replace("@CHART_VERSION@", "1.10");

    assertThat(yaml.<Object>load(text).toString()).contains("version=1.10,");
  }

  private static JsonNode read(String file) {
    try {
      return document(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
