/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A small application: one chart, one release. */
public record SourcesFixture(Path directory) {

  private static final Map<String, String> FILES =
      Map.of(
          "charts/portieris/Chart.yaml",
              """
              apiVersion: v2
              name: portieris
              description: A chart
              icon: https://example.com/icon.png
              version: 1.0.0
              """,
          "charts/portieris/values.yaml",
              """
              image: {repository: docker.io/example/webhook, tag: "1"}
              replicas: 1
              """,
          "charts/portieris/values.schema.json",
              """
              {"type": "object", "properties": {"replicas": {"type": "integer"}}}
              """,
          "charts/portieris/templates/configmap.yaml",
              """
              apiVersion: v1
              kind: ConfigMap
              metadata:
                name: webhook
              data:
                replicas: {{ .Values.replicas | quote }}
              """,
          "manifests/metadata.yaml",
              """
              app_name: portieris
              app_version: "@APP_VERSION@"
              helm_repo: stx-platform
              supported_k8s_version: {minimum: "1.24.4"}
              """,
          "manifests/armada/manifest.yaml",
              """
              schema: armada/Manifest/v1
              metadata: {schema: metadata/Document/v1, name: portieris}
              data: {release_prefix: portieris, chart_groups: []}
              """,
          "manifests/fluxcd/kustomization.yaml", "resources: [base, portieris]\n",
          "manifests/fluxcd/base/helmrepository.yaml", "kind: HelmRepository\n",
          "manifests/fluxcd/portieris/helmrelease.yaml",
              """
              kind: HelmRelease
              metadata: {name: portieris, namespace: portieris}
              spec:
                releaseName: portieris-portieris
                chart: {spec: {chart: portieris, version: "@CHART_VERSION@"}}
              """,
          "manifests/fluxcd/portieris/portieris-static-overrides.yaml",
              """
              image: {repository: "@IMAGE_REPOSITORY@", tag: "@IMAGE_TAG@"}
              """);

  /** Writes the application into a directory. */
  public static SourcesFixture in(Path directory) throws IOException {
    SourcesFixture sources = new SourcesFixture(directory);
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      sources.with(file.getKey(), file.getValue());
    }
    return sources;
  }

  public SourcesFixture with(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, text);
    return this;
  }

  public SourcesFixture without(String name) throws IOException {
    Files.delete(directory.resolve(name));
    return this;
  }

  public BuildRequest request() {
    return request("26.11-1");
  }

  public BuildRequest request(String version) {
    return request(version, SystemOverrides.none());
  }

  public BuildRequest request(String version, SystemOverrides overrides) {
    return new BuildRequest(
        directory.resolve("charts"),
        directory.resolve("manifests"),
        AppVersion.parse(version).orElseThrow(),
        new ImageName("docker.io/example/webhook", "2"),
        overrides);
  }
}
