/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import io.starlingx.portieris.app.archive.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** An application of many charts: each with a deployment, a service and their helpers. */
final class SampleApplication {

  private static final String HELPERS =
      """
      {{- define "NAME.labels" -}}
      app.kubernetes.io/name: NAME
      app.kubernetes.io/instance: {{ .Release.Name | quote }}
      app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
      helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
      {{- end }}
      """;
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: {{ .Release.Name }}
        labels: {{- include "NAME.labels" . | nindent 4 }}
      spec:
        replicas: {{ .Values.replicas }}
        selector:
          matchLabels: {app: NAME}
        template:
          metadata:
            labels: {app: NAME}
          spec:
            containers:
              - name: main
                image: {{ printf "%s:%s" .Values.image.repository .Values.image.tag | quote }}
                ports: [{containerPort: {{ .Values.port }}}]
                {{- with .Values.resources }}
                resources: {{- toYaml . | nindent 12 }}
                {{- end }}
      """;
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: {{ .Release.Name }}
        labels: {{- include "NAME.labels" . | nindent 4 }}
      spec:
        selector: {app: NAME}
        ports: [{port: {{ .Values.port }}, targetPort: {{ .Values.port }}}]
      """;
  private static final String VALUES =
      """
      replicas: 1
      port: 8080
      image: {repository: icr.io/sample/NAME, tag: "1.0"}
      resources: {limits: {cpu: 500m, memory: 128Mi}, requests: {cpu: 100m, memory: 64Mi}}
      """;
  private static final String RELEASE =
      """
      apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      metadata: {name: NAME}
      spec:
        releaseName: NAME
        interval: 5m
        chart:
          spec:
            chart: NAME
            version: 1.0.0
            sourceRef: {kind: HelmRepository, name: stx-platform}
        valuesFrom:
          - {kind: Secret, name: NAME-static-overrides, valuesKey: NAME-static-overrides.yaml}
          - {kind: Secret, name: NAME-system-overrides, valuesKey: NAME-system-overrides.yaml}
      """;
  private static final String KUSTOMIZATION =
      """
      resources: [helmrelease.yaml]
      secretGenerator:
        - {name: NAME-static-overrides, files: [NAME-static-overrides.yaml]}
        - {name: NAME-system-overrides, files: [NAME-system-overrides.yaml]}
      generatorOptions: {disableNameSuffixHash: true}
      """;

  private SampleApplication() {}

  /** Packs it into a folder of its own. */
  static Path pack(int charts) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    StringBuilder resources = new StringBuilder("base");
    for (int i = 0; i < charts; i++) {
      String name = "sample-" + i;
      String directory = "./fluxcd-manifests/" + name + "/";
      resources.append(", ").append(name);
      files.put("./charts/" + name + "-1.0.0.tgz", chart(name));
      files.put(directory + "helmrelease.yaml", bytes(RELEASE, name));
      files.put(directory + "kustomization.yaml", bytes(KUSTOMIZATION, name));
      files.put(directory + name + "-static-overrides.yaml", bytes("replicas: 2\n", name));
      files.put(directory + name + "-system-overrides.yaml", bytes("# by sysinv\n", name));
    }
    files.put(
        "./fluxcd-manifests/kustomization.yaml",
        bytes("namespace: sample\nresources: [" + resources + "]\n", ""));
    files.put(
        "./fluxcd-manifests/base/kustomization.yaml",
        bytes("resources: [helmrepository.yaml]\n", ""));
    files.put(
        "./fluxcd-manifests/base/helmrepository.yaml",
        bytes(
            """
            apiVersion: source.toolkit.fluxcd.io/v1
            kind: HelmRepository
            metadata: {name: stx-platform}
            spec: {url: "http://192.168.206.1:8080/helm_charts/stx-platform", interval: 60m}
            """,
            ""));
    files.put(
        "./metadata.yaml",
        bytes(
            """
            app_name: sample
            app_version: "1.0-1"
            helm_repo: stx-platform
            supported_k8s_version: {minimum: "1.24.4"}
            """,
            ""));
    files.put("./checksum.md5", sums(files));
    Path tarball = Files.createTempDirectory("portieris-bench-").resolve("sample-1.0-1.tgz");
    try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(tarball))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        tar.file(file.getKey(), file.getValue());
      }
    }
    return tarball;
  }

  /** Deletes what {@link #pack} made. */
  static void delete(Path tarball) throws IOException {
    Files.deleteIfExists(tarball);
    Files.deleteIfExists(tarball.resolve("..").normalize());
  }

  private static byte[] chart(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarWriter tar = TarWriter.gzip(out)) {
      String metadata = "apiVersion: v2\nname: NAME\nversion: 1.0.0\nappVersion: \"1.0\"\n";
      tar.file(name + "/Chart.yaml", bytes(metadata, name));
      tar.file(name + "/values.yaml", bytes(VALUES, name));
      tar.file(name + "/templates/_helpers.tpl", bytes(HELPERS, name));
      tar.file(name + "/templates/deployment.yaml", bytes(DEPLOYMENT, name));
      tar.file(name + "/templates/service.yaml", bytes(SERVICE, name));
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String text, String name) {
    return text.replace("NAME", name).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sums(Map<String, byte[]> files) {
    StringBuilder lines = new StringBuilder();
    files.forEach(
        (name, content) -> lines.append(md5(content)).append("  ").append(name).append('\n'));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
