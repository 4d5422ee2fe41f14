/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.LintTarball.CHART;
import static io.starlingx.portieris.app.lint.LintTarball.KUSTOMIZATION;
import static io.starlingx.portieris.app.lint.LintTarball.RELEASE;
import static io.starlingx.portieris.app.lint.LintTarball.REPOSITORY;
import static io.starlingx.portieris.app.lint.LintTarball.VALUES;
import static io.starlingx.portieris.app.lint.LintTarball.chart;
import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
 * One tarball for every rule, under the section that docs/starlingx/lint.md gives it about charts,
 * releases, images and plugins.
 */
class SeededManifestDefectsTest {

  private static final String CHART_FILE = "./charts/demo-1.0.0.tgz";
  private static final String ROOT = "./fluxcd-manifests/kustomization.yaml";
  private static final String BASE = "./fluxcd-manifests/base/kustomization.yaml";
  private static final String HELM_REPOSITORY = "./fluxcd-manifests/base/helmrepository.yaml";
  private static final String HELM_RELEASE = "./fluxcd-manifests/demo/helmrelease.yaml";
  private static final String KUSTOMIZE = "./fluxcd-manifests/demo/kustomization.yaml";
  private static final String STATIC = "./fluxcd-manifests/demo/demo-static-overrides.yaml";
  private static final String SYSTEM = "./fluxcd-manifests/demo/demo-system-overrides.yaml";
  private static final String WHEEL = "./plugins/demo-1.0-py3-none-any.whl";
  private static final String INFO = "k8sapp_demo-1.0.dist-info/";
  private static final String ENTRY_POINTS =
      """
      [systemconfig.helm_applications]
      demo = systemconfig.helm_plugins.demo
      [systemconfig.helm_plugins.demo]
      001_demo = k8sapp_demo.helm:DemoHelm
      """;

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"charts", "tree", "releases", "fields", "images", "plugins"})
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    Path file = tarball.write(directory.resolve("demo-1.0-1.tgz"));

    assertThat(new AppLint().lint(file, Set.of(Sysinv.FLUXCD, Sysinv.MASTER)).findings())
        .as(defect)
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(rule);
              assertThat(finding.message()).contains(text);
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void findsNothing(String condition, TarballFixture tarball) throws IOException {
    Path file = tarball.write(directory.resolve("demo-1.0-1.tgz"));

    assertThat(new AppLint().lint(file, Set.of()).findings()).as(condition).isEmpty();
  }

  static Stream<Arguments> findsNothing() {
    return Stream.of(
        arguments("a plugin", clean().with(WHEEL, Wheels.of("k8sapp-demo", ENTRY_POINTS))),
        arguments(
            "words of newer Python in strings, comments and names",
            clean()
                .with(
                    WHEEL,
                    Wheels.with(
                        ENTRY_POINTS,
                        "k8sapp_demo/more.py",
                        """
                        \'\'\'
                        match x:
                            case 1:
                        \'\'\'
                        # import tomllib
                        text = "a\\
                        print 'x'"
                        match = {case: 1}
                        type = print
                        print(text, 'except E, e:')
                        """))),
        arguments(
            "a tag that only the overrides give",
            clean().with(CHART_FILE, chart(CHART, "image: {repository: icr.io/demo/demo}\n"))),
        arguments(
            "a list of image references",
            clean().with(STATIC, "images: {tags: {demo: \"icr.io/demo/demo:1\"}}\n")),
        arguments(
            "a list of image references without tags:",
            clean().with(STATIC, "images: {demo: \"icr.io/demo/demo:1\"}\n")),
        arguments(
            "an image reference as text", clean().with(STATIC, "image: icr.io/demo/demo:v1\n")),
        arguments(
            "an image reference and its tag beside it",
            clean().with(STATIC, "image: icr.io/demo/demo\nimageTag: v1\n")),
        arguments(
            "an empty registry",
            clean()
                .with(STATIC, "image: {registry: \"\", repository: icr.io/demo/demo, tag: v1}\n")),
        arguments(
            "a digest behind the tag",
            clean()
                .with(
                    STATIC,
                    "image: {repository: icr.io/demo/demo, tag: \"v1@sha256:"
                        + "0".repeat(64)
                        + "\"}\n")),
        arguments(
            "registry and repository apart",
            clean().with(STATIC, "image: {registry: icr.io, repository: demo/demo, tag: v1}\n")));
  }

  static Stream<Arguments> charts() {
    return Stream.of(
        row(
            "damaged chart",
            "chart/archive",
            "failed to extract tar file demo-1.0.0.tgz.",
            clean().with(CHART_FILE, "no archive")),
        row(
            "archive without chart",
            "chart/archive",
            "holds no <chart>/Chart.yaml",
            clean()
                .with(CHART_FILE, new TarballFixture().withoutSums().with("demo/x", "x").bytes())),
        row(
            "chart without version",
            "chart/archive",
            "one or more charts failed validation. (Chart.yaml lacks version as a string)",
            clean().with(CHART_FILE, chart("apiVersion: v2\nname: demo\n", VALUES))),
        row(
            "values that are not YAML",
            "chart/archive",
            "values.yaml:1 is not YAML",
            clean().with(CHART_FILE, chart(CHART, "a: ]\n"))),
        row(
            "same version with other content",
            "chart/same-version",
            "has a different implementation.",
            clean().with("./charts/demo-again.tgz", chart(CHART, "other: 1\n"))),
        row(
            "other file name",
            "chart/file-name",
            "holds chart demo 1.0.0",
            clean().without(CHART_FILE).with("./charts/demo-2.tgz", chart(CHART, VALUES))));
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

  static Stream<Arguments> releases() {
    return Stream.of(
        row(
            "no release name",
            "flux/release-field",
            "lacks spec.releaseName",
            release("  releaseName: demo\n", "")),
        row(
            "no name",
            "flux/release-field",
            "lacks metadata.name",
            release("  name: demo\n", "  labels: {}\n")),
        row(
            "no chart",
            "flux/release-field",
            "lacks spec.chart.spec.chart",
            release("      chart: demo\n", "")),
        row(
            "numeric chart version",
            "flux/release-field",
            "lacks spec.chart.spec.version",
            release("version: 1.0.0", "version: 1.0")),
        row(
            "repository of another name",
            "flux/source",
            "the HelmRepository is mine",
            clean().with(HELM_REPOSITORY, REPOSITORY.replace("name: stx-platform", "name: mine"))),
        row(
            "other source",
            "flux/source",
            "sourceRef names mine",
            release("name: stx-platform", "name: mine")),
        row(
            "chart that is not there",
            "flux/chart",
            "chart demo 2.0.0 is not in charts/",
            release("version: 1.0.0", "version: 2.0.0")),
        row(
            "no static overrides",
            "flux/static-overrides",
            "Static overrides file not specified on",
            release("valuesKey: demo-static-overrides.yaml", "valuesKey: values.yaml")),
        row(
            "no files of values",
            "flux/static-overrides",
            "Static overrides file not specified on",
            clean().with(HELM_RELEASE, RELEASE.substring(0, RELEASE.indexOf("  valuesFrom")))),
        row(
            "static overrides without file",
            "flux/static-overrides",
            "there is no file demo-static-overrides.yaml",
            clean().without(STATIC)),
        row(
            "no system overrides",
            "flux/system-overrides",
            "there is no file *-system-overrides.yaml",
            clean().without(SYSTEM)),
        row(
            "system overrides of another name",
            "flux/system-overrides",
            "there is no file *-system-overrides.yaml",
            clean()
                .without(SYSTEM)
                .with("./fluxcd-manifests/demo/system-overrides.yaml", "")
                .with(HELM_RELEASE, RELEASE.replace("Key: demo-system", "Key: system"))),
        row(
            "system overrides first",
            "flux/values-order",
            "come before",
            clean()
                .with(
                    HELM_RELEASE,
                    RELEASE
                        .replace("static", "first")
                        .replace("system", "static")
                        .replace("first", "system"))),
        row(
            "Secret that is not generated",
            "flux/values-secret",
            "generates no Secret demo-static-overrides",
            clean()
                .with(
                    KUSTOMIZE,
                    KUSTOMIZATION.replace("name: demo-static-overrides", "name: other"))),
        row(
            "Secret with another key",
            "flux/values-secret",
            "with key demo-static-overrides.yaml",
            clean()
                .with(
                    KUSTOMIZE, KUSTOMIZATION.replace("[demo-static", "[values.yaml=demo-static"))),
        row(
            "Secret with a hash in its name",
            "flux/values-secret",
            "generates no Secret",
            clean().with(KUSTOMIZE, KUSTOMIZATION.replace("Hash: true", "Hash: false"))),
        row(
            "two releases in a file",
            "flux/one-release-per-file",
            "holds 2 documents",
            clean().with(HELM_RELEASE, RELEASE + "---\n" + RELEASE)),
        row(
            "separator in a value",
            "flux/separator-in-values",
            "holds '---'",
            clean().with(HELM_RELEASE, RELEASE + "  values: {text: \"a---b\"}\n")),
        row(
            "strict schema",
            "flux/strict-schema",
            "no additional properties",
            clean()
                .with(
                    CHART_FILE,
                    new TarballFixture()
                        .withoutSums()
                        .with("demo/Chart.yaml", CHART)
                        .with("demo/values.schema.json", "{\"additionalProperties\": false}")
                        .bytes())));
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        row(
            "unknown field",
            "flux/field",
            "strict decoding error: unknown field \"spec.intervall\"",
            release("  interval: 5m", "  interval: 5m\n  intervall: 5m")),
        row(
            "field in the wrong place",
            "flux/field",
            "unknown field \"spec.chart.version\"",
            release("  chart:\n    spec:", "  chart:\n    version: 1.0.0\n    spec:")),
        row(
            "field of a later version",
            "flux/field",
            "unknown field \"spec.chartRef\"",
            release("v2\n", "v2beta1\n", "  interval: 5m", "  interval: 5m\n  chartRef: {}")),
        row(
            "missing field",
            "flux/field",
            "spec.interval: Required value",
            release("  interval: 5m\n", "")),
        row(
            "field of another kind",
            "flux/field",
            "spec.maxHistory: Invalid value: \"many\": must be of type integer",
            release("  interval: 5m", "  interval: 5m\n  maxHistory: many")),
        row(
            "list that is none",
            "flux/field",
            "spec.dependsOn: Invalid value: \"base\": must be of type array",
            release("  interval: 5m", "  interval: 5m\n  dependsOn: base")),
        row(
            "value of another list",
            "flux/field",
            "spec.install.crds: Unsupported value: \"Replace\": supported: Skip, Create,",
            release("  interval: 5m", "  interval: 5m\n  install: {crds: Replace}")),
        row(
            "interval that is none",
            "flux/field",
            "spec.interval: Unsupported value: \"5 minutes\":",
            release("interval: 5m", "interval: 5 minutes")),
        row(
            "name that leads elsewhere",
            "flux/field",
            "metadata.name: Invalid value: \"../../x\": it must be lower-case letters",
            release("name: demo\n", "name: ../../x\n")),
        row(
            "long release name",
            "flux/field",
            "spec.releaseName: Too long",
            release("releaseName: demo", "releaseName: " + "d".repeat(54))),
        row(
            "repository without interval in an old version",
            "flux/field",
            "spec.interval: Required value",
            clean()
                .with(
                    HELM_REPOSITORY,
                    REPOSITORY
                        .replace("io/v1\n", "io/v1beta1\n")
                        .replace("  interval: 60m\n", ""))));
  }

  static Stream<Arguments> images() {
    return Stream.of(
        row(
            "no image at all",
            "image/none",
            "charts specify no docker images.",
            clean().with(CHART_FILE, chart(CHART, "a: 1\n")).with(STATIC, "a: 1\n")),
        row(
            "host, image and tag",
            "image/image-key",
            "holds the key image",
            clean().with(STATIC, "image: {host: icr.io/demo, image: demo, tag: v1}\n")),
        row(
            "host, name and tag",
            "image/not-recognised",
            "no repository",
            clean()
                .with(CHART_FILE, chart(CHART, "a: 1\n"))
                .with(STATIC, "image: {host: icr.io/demo, name: demo, tag: v1}\n")),
        row(
            "numeric tag",
            "image/numeric-tag",
            "tag 1.0 is a number",
            clean().with(STATIC, "image: {repository: icr.io/demo/demo, tag: 1.0}\n")),
        row(
            "no tag",
            "image/untagged",
            "icr.io/demo/other has no tag",
            clean().with(STATIC, "other: {image: icr.io/demo/other}\n")),
        row(
            "no tag for registry and repository",
            "image/untagged",
            "icr.io/demo/other has no tag",
            clean()
                .with(
                    STATIC,
                    VALUES + "other: {image: {registry: icr.io, repository: demo/other}}\n")),
        row(
            "numeric imageTag",
            "image/numeric-tag",
            "tag 2.0 is a number",
            clean().with(STATIC, "image: icr.io/demo/demo\nimageTag: 2.0\n")),
        row(
            "registry with a port",
            "image/registry-port",
            "my.registry:5000/demo",
            clean().with(STATIC, "image: {repository: \"my.registry:5000/demo\", tag: v1}\n")),
        row(
            "directory of another name",
            "image/chart-values",
            "holds directory demo, the release is other",
            clean()
                .with(
                    HELM_RELEASE,
                    RELEASE
                        .replace("metadata:\n  name: demo", "metadata:\n  name: other")
                        .replace("version: 1.0.0", "version: 1.0.0+STX.1"))),
        row(
            "host, image and tag among the chart's own values",
            "image/image-key",
            "holds the key image",
            clean()
                .with(
                    CHART_FILE, chart(CHART, "image: {host: icr.io/demo, image: demo, tag: v1}\n"))
                .with(STATIC, "a: 1\n")),
        row(
            "image in a list",
            "image/not-recognised",
            "in a list",
            clean().with(STATIC, VALUES + "containers: [{image: icr.io/demo/demo:1}]\n")),
        row(
            "setting among images",
            "image/other-text",
            "pullPolicy: Always is no image reference",
            clean().with(STATIC, "images: {demo: \"icr.io/demo/demo:1\", pullPolicy: Always}\n")));
  }

  static Stream<Arguments> plugins() {
    return Stream.of(
        row("no zip", "plugin/unreadable", "cannot be unpacked", clean().with(WHEEL, "x")),
        wheel("no entry points", "plugin/dist-info", "lacks entry_points.txt", ""),
        row(
            "other distribution name",
            "plugin/distribution-name",
            "Could not find distribution for k8sapp_demo",
            clean().with(WHEEL, Wheels.of("demo", ENTRY_POINTS))),
        wheel(
            "other application",
            "plugin/application",
            "has no entry demo",
            ENTRY_POINTS.replace("demo = systemconfig", "other = systemconfig")),
        wheel(
            "group that is not there",
            "plugin/group",
            "there is no group [systemconfig.helm_plugins.demo]",
            ENTRY_POINTS.replace("[systemconfig.helm_plugins.demo]", "[other]")),
        wheel(
            "value that is no class",
            "plugin/entry-value",
            "is no <module>:<class>",
            ENTRY_POINTS.replace("k8sapp_demo.helm:DemoHelm", "k8sapp_demo.helm DemoHelm")),
        wheel(
            "no priority",
            "plugin/entry-name",
            "does not begin with three digits",
            ENTRY_POINTS.replace("001_demo", "demo_helm")),
        wheel(
            "other release",
            "plugin/release-name",
            "001_other belongs to no HelmRelease",
            ENTRY_POINTS.replace("001_demo", "001_other")),
        wheel(
            "module that is not there",
            "plugin/entry-value",
            "names no module",
            ENTRY_POINTS.replace("k8sapp_demo.helm:", "k8sapp_demo.gone:")),
        wheel(
            "class that is not there",
            "plugin/entry-value",
            "names no class",
            ENTRY_POINTS.replace(":DemoHelm", ":OtherHelm")),
        wheel(
            "two plugins of a release",
            "plugin/shadowed",
            "002_demo is not the only plugin of demo",
            ENTRY_POINTS + "002_demo = k8sapp_demo.helm:DemoHelm\n"),
        wheel(
            "two plugins of a release, one with a suffix",
            "plugin/shadowed",
            "001_demo_002 is not the only plugin of demo",
            ENTRY_POINTS + "001_demo_002 = k8sapp_demo.helm:DemoHelm\n"),
        file(
            "changed after it was built",
            "plugin/record",
            "k8sapp_demo/helm.py has other content than RECORD says",
            INFO + "RECORD",
            "k8sapp_demo/helm.py,sha256=" + "A".repeat(43) + ",9\n"),
        file(
            "file that RECORD lacks",
            "plugin/record",
            "RECORD does not name k8sapp_demo/helm.py",
            INFO + "RECORD",
            INFO + "RECORD,,\n"),
        file(
            "file that only RECORD has",
            "plugin/record",
            "RECORD names gone.py, which is not there",
            INFO + "RECORD",
            "gone.py,,\n"),
        file("file that leads out", "plugin/leads-out", "../x leads out", "../x", "x"),
        file(
            "dependency",
            "plugin/requires-dist",
            "METADATA has Requires-Dist: requests (>=2)",
            "k8sapp_demo-1.0.dist-info/METADATA",
            "Name: k8sapp-demo\nRequires-Dist: x; extra == 'y'\nRequires-Dist: requests (>=2)\n"),
        file("data", "plugin/data", "is not installed", "demo-1.data/scripts/x", "x"),
        python("match statement", "plugin/python-3.9", "match x:\n  case 1:\n    pass\n"),
        python("exception group", "plugin/python-3.9", "try:\n  pass\nexcept* E:\n  pass\n"),
        python("type statement", "plugin/python-3.9", "type A = int\n"),
        python("type parameters", "plugin/python-3.9", "def f[T](x: T):\n  pass\n"),
        python("module of Python 3.11", "plugin/python-3.9", "import tomllib\n"),
        python(
            "module of Python 3.11 and earlier", "plugin/python-3.12", "from distutils import x\n"),
        python("print statement", "plugin/python-3.12", "print 'x'\n"),
        python("except with a comma", "plugin/python-3.12", "try:\n  pass\nexcept E, e:\n  pass\n"),
        wheel(
            "operator of another application",
            "plugin/other-application",
            "[systemconfig.app_lifecycle] has no entry demo",
            ENTRY_POINTS + "[systemconfig.app_lifecycle]\nother = k8sapp_demo.helm:DemoHelm\n"),
        wheel(
            "kustomize operator of another application",
            "plugin/other-application",
            "[systemconfig.fluxcd.kustomize_ops] has no entry demo",
            ENTRY_POINTS
                + "[systemconfig.fluxcd.kustomize_ops]\nother = k8sapp_demo.helm:DemoHelm\n"),
        wheel(
            "operator of the Armada era",
            "plugin/armada-group",
            "manifest_ops",
            ENTRY_POINTS
                + "[systemconfig.armada.manifest_ops]\ndemo = k8sapp_demo.helm:DemoHelm\n"));
  }

  private static Arguments python(String defect, String rule, String source) {
    return file(defect, rule, "k8sapp_demo/more.py:", "k8sapp_demo/more.py", source);
  }

  private static Arguments file(
      String defect, String rule, String text, String name, String content) {
    return row(defect, rule, text, clean().with(WHEEL, Wheels.with(ENTRY_POINTS, name, content)));
  }

  private static Arguments wheel(String defect, String rule, String text, String entryPoints) {
    return row(defect, rule, text, clean().with(WHEEL, Wheels.of("k8sapp-demo", entryPoints)));
  }

  private static TarballFixture release(
      String text, String replacement, String more, String moreReplacement) {
    return clean()
        .with(HELM_RELEASE, RELEASE.replace(text, replacement).replace(more, moreReplacement));
  }

  private static TarballFixture release(String text, String replacement) {
    return clean().with(HELM_RELEASE, RELEASE.replace(text, replacement));
  }

  private static Arguments row(String defect, String rule, String text, TarballFixture tarball) {
    return arguments(Rules.section(rule) + " " + defect, rule, text, tarball);
  }
}
