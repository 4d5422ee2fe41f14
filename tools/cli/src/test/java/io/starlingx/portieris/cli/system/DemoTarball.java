/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A small application: a ConfigMap that shows the values, and a Deployment when asked for. */
final class DemoTarball {

  /** Metadata of an application that may be applied again when its overrides have changed. */
  static final String REAPPLIED_ON_DEMAND =
      """
      app_name: demo
      app_version: "1.0-1"
      supported_k8s_version: {minimum: "1.24.4"}
      behavior: {evaluate_reapply: {triggers: [{type: on-demand-reapply}]}}
      """;

  private static final String CONFIG_MAP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: {{ .Release.Name }}
      data:
        {{- range $key, $value := .Values.data }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
      """;
  private static final String DEPLOYMENT =
      """
      {{- if .Values.deploy }}
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: {{ .Release.Name }}
      spec:
        replicas: 1
        selector: {matchLabels: {app: demo}}
        template:
          metadata: {labels: {app: demo}}
          spec: {containers: [{name: c, image: {{ .Values.image.repository }} }]}
      {{- end }}
      """;

  private static final String FIRST = "1.0.0";

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, byte[]> chart = new LinkedHashMap<>();
  private String chartVersion = FIRST;

  DemoTarball() {
    file(
        "metadata.yaml",
        """
        app_name: demo
        app_version: "1.0-1"
        supported_k8s_version: {minimum: "1.24.4"}
        """);
    file("fluxcd-manifests/kustomization.yaml", "resources: [base, demo]\n");
    file(
        "fluxcd-manifests/base/helmrepository.yaml",
        """
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: HelmRepository
        metadata: {name: stx-platform}
        spec: {url: "http://192.168.206.1:8080/helm_charts/stx-platform", interval: 1m}
        """);
    file("fluxcd-manifests/demo/kustomization.yaml", "namespace: demo-space\n");
    release("timeout: 120s");
    file(
        "fluxcd-manifests/demo/demo-static-overrides.yaml",
        "data: {static: s, c: s, d: s, e: s}\n");
    file("fluxcd-manifests/demo/demo-system-overrides.yaml", "");
    chart("Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.0.0\n");
    chart(
        "values.yaml",
        """
        image: {repository: docker.io/library/nginx, tag: "1"}
        deploy: false
        data: {chart: c, static: c, c: c, d: c, e: c}
        """);
    chart("templates/configmap.yaml", CONFIG_MAP);
    chart("templates/deployment.yaml", DEPLOYMENT);
  }

  DemoTarball file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private DemoTarball file(String name, byte[] content) {
    files.put("./" + name, content);
    return this;
  }

  DemoTarball chart(String name, String text) {
    chart.put("demo/" + name, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Gives the chart another version: the platform has one content for each. */
  DemoTarball chartVersion(String version) {
    chartVersion = version;
    return this;
  }

  /** Replaces the HelmRelease; its spec has these lines as well. */
  DemoTarball release(String spec) {
    return release("helm.toolkit.fluxcd.io/v2", spec);
  }

  /** The same with another version of Flux's API. */
  DemoTarball release(String apiVersion, String spec) {
    return file(
        "fluxcd-manifests/demo/helmrelease.yaml",
        """
        apiVersion: %s
        kind: HelmRelease
        metadata: {name: demo, labels: {chart_group: demo}}
        spec:
          releaseName: demo-demo
          interval: 5m
          suspend: true
          chart:
            spec:
              chart: demo
              version: 1.0.0
              sourceRef: {kind: HelmRepository, name: stx-platform}
          valuesFrom:
            - {kind: Secret, name: demo-static, valuesKey: demo-static-overrides.yaml}
            - {kind: Secret, name: demo-system, valuesKey: demo-system-overrides.yaml}
        """
                .formatted(apiVersion)
            + spec.indent(2));
  }

  /** Adds a second release of the same chart. */
  DemoTarball second(String name) {
    return file("fluxcd-manifests/kustomization.yaml", "resources: [base, demo, " + name + "]\n")
        .file("fluxcd-manifests/" + name + "/kustomization.yaml", "namespace: demo-space\n")
        .file(
            "fluxcd-manifests/" + name + "/helmrelease.yaml",
            """
            apiVersion: helm.toolkit.fluxcd.io/v2
            kind: HelmRelease
            metadata: {name: %1$s}
            spec:
              releaseName: demo-%1$s
              interval: 5m
              chart:
                spec:
                  chart: demo
                  version: 1.0.0
                  sourceRef: {kind: HelmRepository, name: stx-platform}
              valuesFrom:
                - {kind: Secret, name: %1$s-s, valuesKey: %1$s-static-overrides.yaml}
                - {kind: Secret, name: %1$s-t, valuesKey: %1$s-system-overrides.yaml}
            """
                .formatted(name))
        .file("fluxcd-manifests/" + name + "/" + name + "-static-overrides.yaml", "{}\n")
        .file("fluxcd-manifests/" + name + "/" + name + "-system-overrides.yaml", "");
  }

  /** Adds a wheel whose plugin computed these values. */
  DemoTarball wheel(String systemOverrides) throws IOException {
    return wheel(
        Map.of(
            "k8sapp_demo/system_overrides.json", systemOverrides.getBytes(StandardCharsets.UTF_8)));
  }

  /** Adds a wheel of these files. */
  DemoTarball wheel(Map<String, byte[]> content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> member : content.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }
    return file("plugins/k8sapp_demo-1.0-py2.py3-none-any.whl", out.toByteArray());
  }

  byte[] bytes() throws IOException {
    Map<String, byte[]> all = versioned(files);
    all.put("./charts/demo-" + chartVersion + ".tgz", tarball(versioned(chart)));
    StringBuilder sums = new StringBuilder();
    all.forEach(
        (name, content) -> sums.append(md5(content)).append("  ").append(name).append('\n'));
    all.putIfAbsent("./checksum.md5", sums.toString().getBytes(StandardCharsets.UTF_8));
    return tarball(all);
  }

  /** The files with the chart's version where they name it. */
  private Map<String, byte[]> versioned(Map<String, byte[]> all) {
    Map<String, byte[]> versioned = new LinkedHashMap<>(all);
    versioned.replaceAll(
        (name, content) ->
            name.endsWith("/helmrelease.yaml") || name.endsWith("/Chart.yaml")
                ? new String(content, StandardCharsets.UTF_8)
                    .replace("version: " + FIRST, "version: " + chartVersion)
                    .getBytes(StandardCharsets.UTF_8)
                : content);
    return versioned;
  }

  Path write(Path directory) throws IOException {
    return Files.write(directory.resolve("demo-1.0-1.tgz"), bytes());
  }

  private static byte[] tarball(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(member.getKey(), true);
        entry.setSize(member.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(member.getValue());
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
