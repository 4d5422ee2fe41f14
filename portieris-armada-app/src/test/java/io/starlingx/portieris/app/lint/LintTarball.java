/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.archive.TarballFixture;

/** An application without a fault, from which the tests make faulty ones. */
public final class LintTarball {

  public static final String CHART_FILE = "./charts/demo-1.0.0.tgz";
  public static final String ROOT = "./fluxcd-manifests/kustomization.yaml";
  public static final String BASE = "./fluxcd-manifests/base/kustomization.yaml";
  public static final String HELM_REPOSITORY = "./fluxcd-manifests/base/helmrepository.yaml";
  public static final String HELM_RELEASE = "./fluxcd-manifests/demo/helmrelease.yaml";
  public static final String KUSTOMIZE = "./fluxcd-manifests/demo/kustomization.yaml";
  public static final String STATIC = "./fluxcd-manifests/demo/demo-static-overrides.yaml";
  public static final String SYSTEM = "./fluxcd-manifests/demo/demo-system-overrides.yaml";

  public static final String METADATA =
      """
      app_name: demo
      app_version: "1.0-1"
      helm_repo: stx-platform
      supported_k8s_version:
        minimum: "1.24.4"
      """;
  public static final String RELEASE =
      """
      apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      metadata:
        name: demo
      spec:
        releaseName: demo
        interval: 5m
        chart:
          spec:
            chart: demo
            version: 1.0.0
            sourceRef:
              kind: HelmRepository
              name: stx-platform
        valuesFrom:
          - kind: Secret
            name: demo-static-overrides
            valuesKey: demo-static-overrides.yaml
          - kind: Secret
            name: demo-system-overrides
            valuesKey: demo-system-overrides.yaml
      """;
  public static final String REPOSITORY =
      """
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: HelmRepository
      metadata:
        name: stx-platform
      spec:
        url: http://192.168.206.1:8080/helm_charts/stx-platform
        interval: 60m
      """;
  public static final String KUSTOMIZATION =
      """
      apiVersion: kustomize.config.k8s.io/v1beta1
      kind: Kustomization
      namespace: demo
      resources:
        - helmrelease.yaml
      secretGenerator:
        - name: demo-static-overrides
          files: [demo-static-overrides.yaml]
        - name: demo-system-overrides
          files: [demo-system-overrides.yaml]
      generatorOptions:
        disableNameSuffixHash: true
      """;
  public static final String VALUES = "image: {repository: icr.io/demo/demo, tag: \"1.0\"}\n";
  public static final String CHART = "apiVersion: v2\nname: demo\nversion: 1.0.0\n";

  private LintTarball() {}

  public static TarballFixture clean() {
    return new TarballFixture()
        .with("./metadata.yaml", METADATA)
        .with(CHART_FILE, chart(CHART, VALUES))
        .with(ROOT, "namespace: demo\nresources: [base, demo]\n")
        .with(BASE, "resources: [helmrepository.yaml]\n")
        .with(HELM_REPOSITORY, REPOSITORY)
        .with(KUSTOMIZE, KUSTOMIZATION)
        .with(HELM_RELEASE, RELEASE)
        .with(STATIC, VALUES)
        .with(SYSTEM, "# by sysinv\n");
  }

  public static byte[] chart(String chart, String values) {
    return new TarballFixture()
        .withoutSums()
        .with("demo/Chart.yaml", chart)
        .with("demo/values.yaml", values)
        .bytes();
  }

  public static TarballFixture metadata(String more) {
    return clean().with("./metadata.yaml", METADATA + more);
  }
}
