/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static io.starlingx.portieris.app.lint.SeededDefect.assertClean;
import static io.starlingx.portieris.app.lint.SeededDefect.assertFound;
import static io.starlingx.portieris.app.lint.SeededDefect.row;
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
 * One tarball for every rule about plugins, under the section that docs/starlingx/lint.md gives it.
 */
class SeededPluginDefectsTest {

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
  @MethodSource("plugins")
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    assertFound(Set.of(Sysinv.FLUXCD, Sysinv.MASTER), directory, defect, rule, text, tarball);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void findsNothing(String condition, TarballFixture tarball) throws IOException {
    assertClean(directory, condition, tarball);
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
                        """))));
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
}
