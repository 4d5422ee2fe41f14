/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.LintTarball.BASE;
import static io.starlingx.portieris.app.lint.LintTarball.HELM_RELEASE;
import static io.starlingx.portieris.app.lint.LintTarball.HELM_REPOSITORY;
import static io.starlingx.portieris.app.lint.LintTarball.KUSTOMIZATION;
import static io.starlingx.portieris.app.lint.LintTarball.KUSTOMIZE;
import static io.starlingx.portieris.app.lint.LintTarball.RELEASE;
import static io.starlingx.portieris.app.lint.LintTarball.REPOSITORY;
import static io.starlingx.portieris.app.lint.LintTarball.ROOT;
import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static io.starlingx.portieris.app.lint.SeededDefect.assertFound;
import static io.starlingx.portieris.app.lint.SeededDefect.row;

import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One tarball for every rule about the tree of FluxCD manifests, under the section that
 * docs/starlingx/lint.md gives it.
 */
class SeededTreeDefectsTest {

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("tree")
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    assertFound(Set.of(Sysinv.FLUXCD, Sysinv.MASTER), directory, defect, rule, text, tarball);
  }

  static Stream<Arguments> tree() {
    return Stream.of(
        row("broken YAML", "flux/yaml", "is not YAML", clean().with(ROOT, "a: ]\n")),
        row("no base", "flux/base", "do not list 'base'", clean().with(ROOT, "resources: [demo]")),
        row(
            "resource without release",
            "flux/resource",
            "resource 'more' is no directory",
            clean().with(ROOT, "resources: [base, demo, more]\n")),
        row(
            "release without resource",
            "flux/unlisted-release",
            "is in no resource",
            clean().with(ROOT, "resources: [base]\n")),
        row(
            "no repository",
            "flux/helm-repository",
            "Mandatory FluxCD yaml file doesn't exist",
            clean().without(HELM_REPOSITORY)),
        row(
            "repository that base does not list",
            "flux/base-kustomization",
            "does not list",
            clean().with(BASE, "resources: []\n")),
        row(
            "base without kustomization",
            "flux/base-kustomization",
            "does not exist",
            clean().without(BASE)),
        row(
            "repository address that ends in a slash",
            "flux/repository-url",
            "is not supported",
            clean()
                .with(
                    HELM_REPOSITORY,
                    REPOSITORY.replace("charts/stx-platform", "charts/stx-platform/"))),
        row(
            "unknown repository",
            "flux/repository-url",
            "Repository http://192.168.206.1:8080/helm_charts/mine from",
            clean()
                .with(HELM_REPOSITORY, REPOSITORY.replace("charts/stx-platform", "charts/mine"))),
        row(
            "other repository than the metadata's",
            "flux/repository-differs",
            "spec.url names starlingx",
            clean()
                .with(
                    HELM_REPOSITORY,
                    REPOSITORY.replace("charts/stx-platform", "charts/starlingx"))),
        row(
            "old repository API",
            "flux/old-api",
            "v1beta1",
            clean().with(HELM_REPOSITORY, REPOSITORY.replace("io/v1\n", "io/v1beta1\n"))),
        row(
            "old release API",
            "flux/old-api",
            "v2beta1",
            clean().with(HELM_RELEASE, RELEASE.replace("io/v2\n", "io/v2beta1\n"))),
        row(
            "unknown API version",
            "flux/api-version",
            "no matches for kind \"HelmRelease\" in version \"helm.toolkit.fluxcd.io/v3\"",
            clean().with(HELM_RELEASE, RELEASE.replace("io/v2\n", "io/v3\n"))),
        row(
            "unknown field of a kustomization",
            "flux/kustomization",
            "invalid Kustomization: json: unknown field \"resource\"",
            clean().with(ROOT, "resources: [base, demo]\nresource: [x]\n")),
        row(
            "kustomization of another kind",
            "flux/kustomization",
            "kind should be Kustomization",
            clean().with(ROOT, "kind: Other\nresources: [base, demo]\n")),
        row(
            "release that its kustomization does not list",
            "flux/release-kustomization",
            "does not list helmrelease.yaml",
            clean().with(KUSTOMIZE, KUSTOMIZATION.replace("- helmrelease.yaml", "- other.yaml"))),
        row(
            "release without kustomization",
            "flux/release-kustomization",
            "does not exist",
            clean().without(KUSTOMIZE)),
        row(
            "two releases of one name",
            "flux/same-name",
            "same metadata.name as fluxcd-manifests/demo/helmrelease.yaml",
            clean().with("./fluxcd-manifests/more/helmrelease.yaml", RELEASE)),
        row(
            "repository in another namespace",
            "flux/source-namespace",
            "looks for the HelmRepository in namespace demo, which is in flux",
            clean()
                .with(ROOT, "resources: [base, demo]\n")
                .with(BASE, "namespace: flux\nresources: [helmrepository.yaml]\n")));
  }
}
