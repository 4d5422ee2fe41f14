/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An application folder: at first one chart and manifests of its own for one release. */
public record SourcesFixture(Path directory) {

  private static final Map<String, String> FILES =
      Map.of(
          "app.yaml", "name: demo\n",
          "metadata.yaml",
              """
              app_name: "@APP_NAME@"
              app_version: "@APP_VERSION@"
              helm_repo: stx-platform
              supported_k8s_version: {minimum: "1.24.4"}
              """,
          "armada/manifest.yaml",
              """
              schema: armada/Chart/v1
              metadata: {schema: metadata/Document/v1, name: demo}
              data:
                chart_name: demo
                release: demo
                namespace: demo
                source:
                  type: tar
                  location: http://172.17.0.1/helm_charts/stx-platform/demo-1.0.0.tgz
                  subpath: demo
              ---
              schema: armada/ChartGroup/v1
              metadata: {schema: metadata/Document/v1, name: charts}
              data: {chart_group: [demo]}
              ---
              schema: armada/Manifest/v1
              metadata: {schema: metadata/Document/v1, name: demo}
              data: {release_prefix: demo, chart_groups: [charts]}
              """,
          "fluxcd/kustomization.yaml", "namespace: demo\nresources: [base, demo]\n",
          "fluxcd/base/kustomization.yaml", "resources: [helmrepository.yaml]\n",
          "fluxcd/base/helmrepository.yaml",
              """
              apiVersion: source.toolkit.fluxcd.io/v1
              kind: HelmRepository
              metadata: {name: stx-platform}
              spec: {url: http://192.168.206.1:8080/helm_charts/stx-platform}
              """,
          "fluxcd/demo/kustomization.yaml",
              """
              namespace: demo
              resources: [helmrelease.yaml]
              secretGenerator:
                - {name: demo-static-overrides, files: [demo-static-overrides.yaml]}
                - {name: demo-system-overrides, files: [demo-system-overrides.yaml]}
              generatorOptions: {disableNameSuffixHash: true}
              """,
          "fluxcd/demo/helmrelease.yaml",
              """
              apiVersion: helm.toolkit.fluxcd.io/v2
              kind: HelmRelease
              metadata: {name: demo}
              spec:
                interval: 5m
                releaseName: demo-demo
                chart:
                  spec:
                    chart: demo
                    version: "@CHART_VERSION@" # follows the content
                    sourceRef: {kind: HelmRepository, name: stx-platform}
                valuesFrom:
                  - kind: Secret
                    name: demo-static-overrides
                    valuesKey: demo-static-overrides.yaml
                  - kind: Secret
                    name: demo-system-overrides
                    valuesKey: demo-system-overrides.yaml
              """,
          "fluxcd/demo/demo-system-overrides.yaml", "",
          "fluxcd/demo/demo-static-overrides.yaml",
              """
              image: {repository: "@IMAGE_REPOSITORY@", tag: "@IMAGE_TAG@"}
              """);

  /** Writes the application into a directory. */
  public static SourcesFixture in(Path directory) throws IOException {
    SourcesFixture sources = empty(directory).withChart("charts/demo", "demo", "1.0.0");
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      sources.with(file.getKey(), file.getValue());
    }
    return sources;
  }

  /** A folder without a file. */
  public static SourcesFixture empty(Path directory) throws IOException {
    return new SourcesFixture(Files.createDirectories(directory));
  }

  public SourcesFixture with(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, text);
    return this;
  }

  /** Adds a small chart with one image. */
  public SourcesFixture withChart(String path, String name, String version) throws IOException {
    return with(
            path + "/Chart.yaml",
            """
            apiVersion: v2
            name: %s
            description: A chart
            icon: https://example.com/icon.png
            version: %s
            """
                .formatted(name, version))
        .with(
            path + "/values.yaml",
            """
            image: {repository: docker.io/example/%s, tag: "1"}
            replicas: 1
            """
                .formatted(name))
        .with(
            path + "/values.schema.json",
            """
            {"type": "object", "properties": {"replicas": {"type": "integer"}}}
            """)
        .with(
            path + "/templates/configmap.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: %s
            data:
              replicas: {{ .Values.replicas | quote }}
            """
                .formatted(name));
  }

  public SourcesFixture without(String name) throws IOException {
    Files.delete(directory.resolve(name));
    return this;
  }

  public BuildRequest request() {
    return request("26.11-1", SystemOverrides.none());
  }

  public BuildRequest request(String version, SystemOverrides overrides) {
    return new BuildRequest(
        directory,
        AppVersion.parse(version),
        Map.of("IMAGE_REPOSITORY", "docker.io/example/webhook", "IMAGE_TAG", "2"),
        overrides,
        Optional.empty(),
        List.of());
  }
}
