/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code application-apply --dry-run} on a real API server. */
class SystemDryRunTest extends DemoOnPlainCluster {

  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: {{ .Release.Name }}}
      stringData: {password: {{ .Values.password | default "hunter2" | quote }}}
      """;

  private static final String WITH_PART =
      """
      apiVersion: v2
      name: demo
      version: 1.0.0
      dependencies:
        - {name: part, version: 1.0.0, alias: other, repository: ""}
        - {name: idle, version: 1.0.0, condition: idle.enabled, repository: ""}
      """;

  SystemDryRunTest(PlainCluster cluster, @TempDir Path directory) {
    super(cluster, directory);
  }

  @Test
  void showsWhatAnInstallWouldCreateAndChangesNothing() throws IOException {
    upload(new DemoTarball().release("targetNamespace: fresh-space"));
    Map<Path, FileTime> files = files();

    SystemRun shown = system.run("application-apply", "demo", "--dry-run");

    assertThat(shown.code()).as(shown.err()).isEqualTo(2);
    assertThat(shown.out())
        .startsWith("Release demo-demo in fresh-space: install of chart demo 1.0.0\n")
        .contains("create   ConfigMap fresh-space/demo-demo\n")
        .contains("not checked by the API server: namespaces \"fresh-space\" not found")
        .contains("  +  static: s\n")
        .endsWith(
            "Dry run: 1 to create, 0 to change, 0 to delete, 0 unchanged. Nothing was changed.\n");
    assertThat(system.show("demo", "status")).isEqualTo("uploaded");
    assertThat(client.namespaces().withName("fresh-space").get()).isNull();
    assertThat(files()).isEqualTo(files);
  }

  @Test
  void showsOnlyWhatDiffersFromTheClusterAndWhatOthersAddedStays() throws IOException {
    upload(
        new DemoTarball()
            .chart(
                "templates/more.yaml",
                """
                {{- if .Values.more }}
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: more}
                {{- end }}
                """));
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "more=true");
    system.run("application-apply", "demo");
    assertThat(system.run("application-apply", "demo", "--dry-run").code()).isZero();
    client
        .configMaps()
        .inNamespace("demo-space")
        .withName("demo-demo")
        .edit(map -> new ConfigMapBuilder(map).addToData("others", "o").build());
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.c=user");
    Map<Path, FileTime> files = files();

    SystemRun shown = system.run("application-apply", "demo", "--dry-run");

    assertThat(shown.code()).as(shown.err()).isEqualTo(2);
    assertThat(shown.out())
        .contains("upgrade of chart demo 1.0.0\n")
        .contains("change   ConfigMap demo-space/demo-demo\n")
        .contains("  -  c: s\n  +  c: user\n")
        .doesNotContain("others: o\n  -")
        .doesNotContain("-  others")
        .contains("delete   ConfigMap demo-space/more\n")
        .endsWith(
            "Dry run: 0 to create, 1 to change, 1 to delete, 0 unchanged. Nothing was changed.\n");
    assertThat(client.configMaps().inNamespace("demo-space").withName("more").get()).isNotNull();
    assertThat(data("demo-demo")).containsEntry("c", "s");
    assertThat(files()).isEqualTo(files);
  }

  @Test
  void theValuesOfSecretsAreNeverShown() throws IOException {
    upload(new DemoTarball().chart("templates/secret.yaml", SECRET));
    assertThat(system.run("application-apply", "demo", "--dry-run").out())
        .contains("create   Secret demo-space/demo-demo\n")
        .contains("password: '***'")
        .doesNotContain("hunter2")
        .doesNotContain("aHVudGVyMg");
    system.run("application-apply", "demo");
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "password=swordfish");

    assertThat(system.run("application-apply", "demo", "--dry-run").out())
        .contains("  -  password: '*** (before)'\n  +  password: '*** (after)'\n")
        .doesNotContain("swordfish")
        .doesNotContain("c3dvcmRmaXNo");
  }

  @Test
  void anObjectThatTheServerWouldNotAcceptIsToldBeforeTheApplyFails() throws IOException {
    upload(
        new DemoTarball()
            .chart(
                "templates/immutable.yaml",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: fixed}
                immutable: true
                data: {a: {{ .Values.a | default "first" | quote }}}
                """));
    system.run("application-apply", "demo");
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "a=second");

    SystemRun shown = system.run("application-apply", "demo", "--dry-run");

    assertThat(shown.code()).isEqualTo(1);
    assertThat(shown.out())
        .contains("refused  ConfigMap demo-space/fixed\n")
        .contains("field is immutable when `immutable` is set")
        .contains("1 refused. Nothing was changed.");
    assertThat(system.show("demo", "status")).isEqualTo("applied");
  }

  @Test
  void anApplyThatWouldBeRefusedIsRefusedInTheSameWords() throws IOException {
    assertThat(system.run("application-apply", "demo", "--dry-run").err())
        .isEqualTo("Application-apply rejected: application not found.\n");
    upload(new DemoTarball().chart("templates/broken.yaml", "{{ fail \"cannot be\" }}"));
    assertThat(system.run("application-apply", "demo", "--dry-run", "--mode", "m").err())
        .isEqualTo("Application-apply rejected: Mode is not supported for app demo.\n");

    SystemRun failed = system.run("application-apply", "demo", "--dry-run");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("cannot be");
    assertThat(system.show("demo", "status")).isEqualTo("uploaded");
  }

  @Test
  void aChartThatBringsItsOwnKindsIsShownBeforeTheyExist() throws IOException {
    upload(
        new DemoTarball()
            .chart(
                "crds/things.yaml",
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: gadgets.demo.example.com}
                spec:
                  group: demo.example.com
                  scope: Cluster
                  names: {kind: Gadget, plural: gadgets, singular: gadget}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object}}
                """)
            .chart(
                "templates/gadget.yaml",
                "apiVersion: demo.example.com/v1\nkind: Gadget\nmetadata: {name: g}\n")
            .chart(
                "templates/hook.yaml",
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: prepare, annotations: {helm.sh/hook: pre-install}}
                spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}
                """));

    SystemRun shown = system.run("application-apply", "demo", "--dry-run");

    assertThat(shown.code()).as(shown.err()).isEqualTo(2);
    assertThat(shown.out())
        .contains("hook     pre-install Job prepare\n")
        .contains("create   CustomResourceDefinition gadgets.demo.example.com\n")
        .contains("create   Gadget g\n")
        .contains("the cluster does not know demo.example.com/v1 yet");
  }

  @Test
  void chartsWithinTheChartAndLooksAtTheClusterCount() throws IOException {
    upload(
        new DemoTarball()
            .chart("Chart.yaml", WITH_PART)
            .chart("charts/part/Chart.yaml", "apiVersion: v2\nname: part\nversion: 1.0.0\n")
            .chart("charts/idle/Chart.yaml", "apiVersion: v2\nname: idle\nversion: 1.0.0\n")
            .chart("charts/idle/values.yaml", "enabled: false\n")
            .chart("charts/idle/templates/map.yaml", "{{ fail \"is off\" }}")
            .chart("charts/idle/charts/in/Chart.yaml", "name: in\nversion: 1.0.0\n")
            .chart("charts/idle/charts/in/templates/map.yaml", "{{ fail \"is off\" }}")
            .chart("charts/part/values.yaml", "text: own\n")
            .chart(
                "charts/part/templates/map.yaml",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: part}
                data:
                  text: {{ .Values.text }}
                  seen: {{ if lookup "v1" "Namespace" "" "kube-system" }}there{{ else }}gone{{ end }}
                  base: {{ .Template.BasePath }}
                """));
    system.run(
        "helm-override-update", "demo", "demo", "demo-space", "--set", "other.text=from-user");

    SystemRun shown = system.run("application-apply", "demo", "--dry-run");

    assertThat(shown.code()).as(shown.err()).isEqualTo(2);
    assertThat(shown.out())
        .contains("create   ConfigMap demo-space/part\n")
        .contains("+  text: from-user\n")
        .contains("+  seen: there\n")
        .contains("+  base: demo/charts/other/templates\n");
    system.run("application-apply", "demo");
    assertThat(system.run("application-apply", "demo", "--dry-run").code()).isZero();
  }

  private void upload(DemoTarball tarball) throws IOException {
    SystemRun uploaded = system.run("application-upload", tarball.write(directory).toString());
    assertThat(uploaded.code()).as(uploaded.err()).isZero();
  }

  /** The files of the state and when they were written. */
  private Map<Path, FileTime> files() throws IOException {
    Map<Path, FileTime> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(system.state().resolve("trees"))) {
      for (Path file : all.toList()) {
        files.put(file, Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  private Map<String, String> data(String name) {
    return client.configMaps().inNamespace("demo-space").withName(name).get().getData();
  }
}
