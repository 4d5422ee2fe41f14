/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.manifest.FluxApi;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import io.starlingx.portieris.app.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of applications that have nothing to do with this product. */
class AnyAppTest {

  private static final String RELEASE = "fluxcd-manifests/%s/helmrelease.yaml";

  @TempDir Path work;
  private SourcesFixture folder;

  @BeforeEach
  void writeTwoChartsForTwoNamespaces() throws IOException {
    folder =
        SourcesFixture.empty(work.resolve("sources"))
            .withChart("charts/cert-manager", "cert-manager", "v1.15.3")
            .withChart("charts/trust-manager", "trust-manager", "0.12.0+STX.3")
            .with("cert-manager-static-overrides.yaml", "replicas: 2\n")
            .with(
                "app.yaml",
                """
                name: certificates
                version: 1.15-3
                namespace: cert-manager
                charts:
                  - name: trust-manager
                    namespace: trust
                    depends_on: [cert-manager]
                  - name: cert-manager
                    release_name: cm-cert-manager
                metadata:
                  class: critical
                  supported_k8s_version: {minimum: 1.30, maximum: v1.33.1}
                  k8s_upgrades: {auto_update: yes, timing: post}
                """);
  }

  @Test
  void everyReleaseHasItsChartsNameNamespaceAndVersion() throws IOException {
    Unpacked app = build();

    Yaml first = app.yaml(RELEASE.formatted("cert-manager"));
    assertThat(first.text("metadata", "name")).hasValue("cert-manager");
    assertThat(first.text("spec", "releaseName")).hasValue("cm-cert-manager");
    assertThat(first.text("spec", "chart", "spec", "version").orElseThrow())
        .matches("v1\\.15\\.3\\+[0-9a-f]{8}");
    Yaml second = app.yaml(RELEASE.formatted("trust-manager"));
    assertThat(second.text("spec", "releaseName")).hasValue("certificates-trust-manager");
    assertThat(second.text("spec", "chart", "spec", "version").orElseThrow())
        .matches("0\\.12\\.0\\+STX\\.3\\.[0-9a-f]{8}");
    assertThat(app.yaml("fluxcd-manifests/trust-manager/kustomization.yaml").text("namespace"))
        .hasValue("trust");
    assertThat(app.names("charts"))
        .containsExactly(
            "cert-manager-" + first.text("spec", "chart", "spec", "version").orElseThrow() + ".tgz",
            "trust-manager-"
                + second.text("spec", "chart", "spec", "version").orElseThrow()
                + ".tgz");
  }

  @Test
  void aReleaseComesAfterThoseItDependsOnAlsoInAnotherNamespace() throws IOException {
    Unpacked app = build();

    assertThat(app.yaml("fluxcd-manifests/kustomization.yaml").items("resources"))
        .extracting(item -> item.asText().orElseThrow())
        .containsExactly("base", "cert-manager", "trust-manager");
    Yaml release = app.yaml(RELEASE.formatted("trust-manager"));
    assertThat(release.items("spec", "dependsOn"))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.text("name")).hasValue("cert-manager");
              assertThat(item.text("namespace")).hasValue("cert-manager");
            });
    assertThat(release.text("spec", "chart", "spec", "sourceRef", "namespace"))
        .as("the repository is where the first release is")
        .hasValue("cert-manager");
    assertThat(app.yaml("fluxcd-manifests/base/kustomization.yaml").text("namespace"))
        .hasValue("cert-manager");
    assertThat(app.documents("manifest.yaml").get(2).items("data", "chart_group"))
        .extracting(item -> item.asText().orElseThrow())
        .containsExactly("cert-manager", "trust-manager");
  }

  @Test
  void oneNamespaceIsThatOfTheWholeTree() throws IOException {
    folder.with("app.yaml", "name: certificates\nversion: 1.0-1\n");

    assertThat(build().yaml("fluxcd-manifests/kustomization.yaml").text("namespace"))
        .hasValue("certificates");
  }

  @Test
  void armadaNamesReleasesValuesAndArchivesAsFluxDoes() throws IOException {
    folder.with("app.yaml", "name: certificates\nversion: 1.0-1\n");
    Unpacked app = build();
    List<Yaml> documents = app.documents("manifest.yaml");

    Yaml chart = documents.getFirst();
    assertThat(
            documents.getLast().text("data", "release_prefix").orElseThrow()
                + "-"
                + chart.text("data", "release").orElseThrow())
        .isEqualTo(
            app.yaml(RELEASE.formatted("cert-manager")).text("spec", "releaseName").orElseThrow());
    assertThat(chart.text("data", "source", "location").orElseThrow())
        .endsWith("/stx-platform/" + app.names("charts").getFirst());
    assertThat(chart.at("data", "values", "replicas")).isPresent();
  }

  @Test
  void metadataIsSafeAndMeansTheSameInEveryYaml() throws IOException {
    assertThat(build().file("metadata.yaml"))
        .hasContent(
            """
            app_name: certificates
            app_version: "1.15-3"
            helm_repo: stx-platform
            maintain_user_overrides: true
            maintain_attributes: true
            supported_k8s_version:
              minimum: "1.30"
              maximum: v1.33.1
            downgrades:
              auto_downgrade: false
            class: critical
            k8s_upgrades:
              auto_update: true
              timing: post
            """);
  }

  @Test
  void theOperatorsValuesComeAfterTheApplications() throws IOException {
    Unpacked app = build();

    assertThat(app.file("fluxcd-manifests/cert-manager/cert-manager-static-overrides.yaml"))
        .hasContent("replicas: 2\n");
    assertThat(
            app.yaml(RELEASE.formatted("cert-manager")).items("spec", "valuesFrom").stream()
                .map(item -> item.text("valuesKey").orElseThrow()))
        .containsExactly(
            "cert-manager-static-overrides.yaml", "cert-manager-system-overrides.yaml");
  }

  @Test
  void aPackedChartIsTakenAsItIs() throws IOException {
    Path packed = build().file("charts");
    String name = new Unpacked(packed, packed).names("").getLast();
    byte[] content = Files.readAllBytes(packed.resolve(name));
    SourcesFixture other =
        SourcesFixture.empty(work.resolve("other")).with("charts/readme.md", "not a chart");
    Files.write(other.directory().resolve("charts/trust.tgz"), content);
    other.with("app.yaml", "{name: other, version: 2.0-1}");

    Unpacked app = Unpacked.build(BuildRequest.of(other.directory()), work);

    assertThat(app.names("charts")).containsExactly(name);
    assertThat(app.file("charts/" + name)).hasBinaryContent(content);
  }

  @Test
  void anUnpackedTarballIsAnApplicationFolder() throws IOException {
    Unpacked app = build();
    Files.delete(app.file("checksum.md5"));

    Unpacked again =
        Unpacked.build(
            new BuildRequest(
                app.directory(),
                AppVersion.parse("2.0-7"),
                Map.of(),
                SystemOverrides.none(),
                Optional.empty()),
            work);

    assertThat(again.tarball()).hasFileName("certificates-2.0-7.tgz");
    assertThat(again.names("charts")).isEqualTo(app.names("charts"));
    assertThat(again.yaml("metadata.yaml").text("app_version")).hasValue("2.0-7");
  }

  @Test
  void theOldFluxApiIsWrittenEverywhereAndNothingElseChanges() throws IOException {
    Unpacked app = build();
    Unpacked old =
        Unpacked.of(
            new BuildRequest(
                folder.directory(),
                Optional.empty(),
                Map.of(),
                SystemOverrides.none(),
                Optional.of(FluxApi.V2BETA1)),
            work);

    for (String chart : List.of("cert-manager", "trust-manager")) {
      String release = Files.readString(app.file(RELEASE.formatted(chart)));
      assertThat(old.file(RELEASE.formatted(chart)))
          .hasContent(
              release.replace("helm.toolkit.fluxcd.io/v2", "helm.toolkit.fluxcd.io/v2beta1"));
    }
    String repository = "fluxcd-manifests/base/helmrepository.yaml";
    assertThat(old.file(repository))
        .hasContent(
            Files.readString(app.file(repository))
                .replace("source.toolkit.fluxcd.io/v1", "source.toolkit.fluxcd.io/v1beta1"));
  }

  @Test
  void onlyAChangedChartGetsAnotherVersion() throws IOException {
    List<String> before = build().names("charts");
    folder.with("charts/trust-manager/values.yaml", "image: {repository: a.example/b, tag: '2'}\n");
    List<String> after = build().names("charts");

    assertThat(after.getFirst()).isEqualTo(before.getFirst());
    assertThat(after.getLast()).isNotEqualTo(before.getLast());
  }

  @Test
  void whatHelmOnlyWarnsOfIsToldAndTaken() throws IOException {
    folder.with(
        "charts/cert-manager/templates/policy.yaml",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: Some_Name
        """);

    assertThat(new AppBuild(BuildProgress.silent()).build(request(), work.resolve("out")))
        .isInstanceOfSatisfying(
            BuildResult.Built.class,
            built -> assertThat(built.warnings().toString()).contains("Some_Name"));
  }

  @Test
  void chartsBesideAChartThatItDependsOnArePackedIntoIt() throws IOException {
    folder
        .with(
            "charts/trust-manager/Chart.yaml",
            Files.readString(folder.directory().resolve("charts/trust-manager/Chart.yaml"))
                + "dependencies: [{name: common, version: 1.x.x, repository: file://../../shared}]\n")
        .with(
            "charts/trust-manager/templates/more.yaml",
            "{{ include \"common.object\" (dict \"name\" \"more\") }}\n")
        .with(
            "shared/Chart.yaml",
            """
            apiVersion: v2
            name: common
            type: library
            version: 1.2.3
            dependencies: [{name: names, version: ">=0", repository: "file://../names"}]
            """)
        .with("shared/.helmignore", "notes.txt\n")
        .with("shared/notes.txt", "not for everybody")
        .with(
            "shared/templates/_object.tpl",
            """
            {{- define "common.object" -}}
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: {{ include "names.of" . }}}
            {{- end }}
            """)
        .with("names/Chart.yaml", "apiVersion: v2\nname: names\ntype: library\nversion: 0.1.0\n")
        .with("names/templates/_of.tpl", "{{ define \"names.of\" }}{{ .name }}-x{{ end }}\n");

    Unpacked app = build();
    String archive = app.names("charts").getLast();
    Path into = Files.createDirectory(work.resolve("chart"));
    new Archives(ArchiveLimits.ofApplication()).extract(app.file("charts/" + archive), into);

    Path common = into.resolve("trust-manager/charts/common");
    assertThat(common.resolve("templates/_object.tpl")).exists();
    assertThat(common.resolve("charts/names/templates/_of.tpl")).exists();
    assertThat(common.resolve("notes.txt")).doesNotExist();

    folder.with("names/templates/_of.tpl", "{{ define \"names.of\" }}{{ .name }}-y{{ end }}\n");
    assertThat(build().names("charts").getLast())
        .as("its content is the chart's content")
        .isNotEqualTo(archive);
  }

  @Test
  void withoutArmadaThereIsNoManifest() throws IOException {
    folder.with("app.yaml", "name: certificates\nversion: 1.0-1\narmada: false\n");

    assertThat(build().names("")).doesNotContain("manifest.yaml");
  }

  @Test
  void sameFilesGiveSameBytesInAnotherPlaceAndTimeZone() throws IOException {
    Path copy = work.resolve("some/other/place");
    try (var files = Files.walk(folder.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(folder.directory().relativize(file));
        Files.createDirectories(target.resolve("..").normalize());
        Files.copy(file, target);
      }
    }
    byte[] first = Files.readAllBytes(build().tarball());
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(Unpacked.build(BuildRequest.of(copy), work.resolve("some")).tarball())
          .hasBinaryContent(first);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  private BuildRequest request() {
    return BuildRequest.of(folder.directory());
  }

  private Unpacked build() throws IOException {
    return Unpacked.build(request(), work);
  }
}
