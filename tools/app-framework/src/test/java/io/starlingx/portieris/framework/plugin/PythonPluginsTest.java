/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.KubeConfigFile;
import io.starlingx.portieris.framework.plugin.Hook.HookType;
import io.starlingx.portieris.framework.plugin.Hook.Mode;
import io.starlingx.portieris.framework.plugin.PluginFailure.Kind;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.store.OperationOptions;
import io.starlingx.portieris.framework.store.ProcessOwner;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Namespaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plugins of somebody else's wheel, on a real API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PythonPluginsTest {

  private static final Hook HOOK = Hook.of(HookType.OPERATION, Hook.PRE, "apply");
  private static final Hook CHECK = Hook.of(HookType.CHECK, Hook.PRE, "apply");

  private final ControlPlane controlPlane;
  private final Cluster cluster;
  private final KubernetesClient client;
  private final List<String> log = new ArrayList<>();
  @TempDir Path directory;
  private ApplicationStore store;
  private Application application;

  PythonPluginsTest(@TempDir Path root) throws Exception {
    controlPlane = ControlPlane.start(root);
    cluster =
        Cluster.connect(KubeConfigFile.locate(Optional.of(controlPlane.kubeconfig()), Map.of()));
    client = cluster.client();
    client
        .secrets()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("default-registry-key")
                .withNamespace("kube-system")
                .endMetadata()
                .withType("kubernetes.io/dockerconfigjson")
                .withStringData(Map.of(".dockerconfigjson", "{\"auths\": {}}"))
                .build())
        .create();
  }

  @BeforeEach
  void upload() throws Exception {
    log.clear();
    store = ApplicationStore.open(directory, () -> Instant.parse("2026-11-26T00:00:00Z"));
    application =
        ((Accepted)
                store
                    .operations()
                    .beginUpload(
                        "demo", "1.0-1", "tree", OperationOptions.NONE, ProcessOwner.current()))
            .application();
    Path manifests = application.tree().resolve("fluxcd-manifests");
    Files.createDirectories(manifests.resolve("base"));
    Files.writeString(manifests.resolve("kustomization.yaml"), "resources: [base, demo]\n");
    Files.writeString(manifests.resolve("base/helmrepository.yaml"), "kind: HelmRepository\n");
    Files.createDirectories(manifests.resolve("demo"));
    Files.writeString(
        manifests.resolve("demo/helmrelease.yaml"),
        """
        metadata: {name: demo, namespace: demo-space}
        spec:
          chart: {spec: {chart: demo}}
          valuesFrom: [{valuesKey: demo-static-overrides.yaml}]
        """);
    Files.writeString(manifests.resolve("demo/demo-static-overrides.yaml"), "");
    Files.writeString(manifests.resolve("demo/demo-system-overrides.yaml"), "data: {a: b}\n");
    SampleWheel.into(application.tree());
    store
        .overrides()
        .add(
            application.id(),
            List.of(
                new ChartOverride("demo", "demo-space", true, Optional.empty(), Optional.empty())));
  }

  @AfterAll
  void stop() {
    cluster.close();
    controlPlane.close();
  }

  /** Every row of the platform's table of hooks. */
  @ParameterizedTest
  @CsvSource({
    "OPERATION, upload, post, MANUAL",
    "CHECK, apply, pre, MANUAL",
    "OPERATION, apply, pre, MANUAL",
    "RESOURCE, apply, pre, MANUAL",
    "MANIFEST, apply, pre, MANUAL",
    "FLUXCD_REQUEST, apply, pre, MANUAL",
    "FLUXCD_REQUEST, apply, status, MANUAL",
    "FLUXCD_REQUEST, apply, post, MANUAL",
    "MANIFEST, apply, post, MANUAL",
    "RESOURCE, apply, post, MANUAL",
    "OPERATION, apply, post, MANUAL",
    "CHECK, remove, pre, MANUAL",
    "OPERATION, remove, pre, MANUAL",
    "FLUXCD_REQUEST, remove, pre, MANUAL",
    "FLUXCD_REQUEST, remove, post, MANUAL",
    "RESOURCE, remove, post, MANUAL",
    "OPERATION, remove, post, MANUAL",
    "CHECK, delete, pre, MANUAL",
    "OPERATION, delete, pre, MANUAL",
    "RESOURCE, delete, pre, MANUAL",
    "CHECK, update, pre, MANUAL",
    "RESOURCE, update, pre, MANUAL",
    "RESOURCE, recover, '', MANUAL",
    "RESOURCE, recover, post, MANUAL",
    "CHECK, abort, pre, MANUAL",
    "OPERATION, abort, pre, MANUAL",
    "OPERATION, abort, post, MANUAL",
    "CHECK, evaluate-reapply, '', AUTO",
    "CHECK, backup, pre, AUTO",
    "OPERATION, backup, pre, AUTO",
    "OPERATION, backup, post, AUTO",
    "CHECK, etcd-backup, pre, AUTO",
    "OPERATION, etcd-backup, pre, AUTO",
    "OPERATION, etcd-backup, post, AUTO",
    "CHECK, restore, pre, AUTO",
    "OPERATION, restore, pre, AUTO",
    "OPERATION, restore, post, AUTO"
  })
  void callsTheOperatorInEveryHook(HookType type, String operation, String timing, Mode mode)
      throws Exception {
    Hook hook = new Hook(type, timing, operation, mode, Map.of("rc", true));

    plugins().hook(application, hook, log::add);

    assertThat(log)
        .anyMatch(
            line ->
                line.endsWith(
                    "HOOK %s/%s/%s %s [('rc', True)]"
                        .formatted(type.text(), operation, timing, mode.text())));
  }

  @Test
  void anAutomaticApplyIsRefusedByTheBaseClass() {
    assertThat(failure(CHECK.automatic()))
        .hasMessage("Automatic apply is disabled for demo.")
        .extracting(PluginFailure::kind)
        .isEqualTo(Kind.REJECTED);
  }

  @Test
  void anOperationThatMetadataForbidsIsRefusedUnlessForced() throws Exception {
    Files.writeString(
        application.tree().resolve("metadata.yaml"),
        "behavior: {forbidden_manual_operations: [remove]}\n");
    Hook remove = Hook.of(HookType.CHECK, Hook.PRE, "remove");

    assertThat(failure(remove.with("force", false)))
        .hasMessage("Remove is disabled for this version of demo");
    plugins().hook(application, remove.with("force", true), log::add);
  }

  @Test
  void theBaseClassMakesTheRegistryKeyInTheApplicationsNamespaces() throws Exception {
    plugins().hook(application, Hook.of(HookType.RESOURCE, Hook.PRE, "apply"), log::add);
    assertThat(key()).isNotNull();

    plugins().hook(application, Hook.of(HookType.RESOURCE, Hook.POST, "remove"), log::add);
    assertThat(key()).isNull();
    assertThat(log).noneMatch(line -> line.startsWith("WARNING:"));
  }

  @Test
  void warnsOfAnOperatorThatForgetsItsBaseClass() throws Exception {
    order("resource/apply/pre", "_forget_the_base_class");

    plugins().hook(application, Hook.of(HookType.RESOURCE, Hook.PRE, "apply"), log::add);

    assertThat(log)
        .anyMatch(
            line -> line.startsWith("WARNING: in hook resource/apply/pre the plugin does not"));
  }

  @Test
  void aRejectionIsTheOperatorsOwnText() {
    order("check/apply/pre", "_reject");

    assertThat(failure(CHECK))
        .hasMessage("not on this system")
        .extracting(PluginFailure::kind)
        .isEqualTo(Kind.REJECTED);
  }

  @Test
  void anExceptionNamesPluginHookAndItsLastLine() {
    order("operation/apply/pre", "_fail");

    assertThat(failure(HOOK))
        .hasMessageMatching(
            "Plugin k8sapp_sample-1.0-py3-none-any.whl, hook operation/apply/pre: KeyError: 'a"
                + " mistake' \\(k8sapp_sample.lifecycle.operator:\\d+\\)");
    assertThat(log).contains("Traceback (most recent call last):");
  }

  @Test
  void aCrashIsAnErrorThatNamesTheSignal() {
    order("operation/apply/pre", "_crash");

    assertThat(failure(HOOK))
        .hasMessageContaining("hook operation/apply/pre: was ended by signal 9");
  }

  @Test
  void anExitDoesNotPassForSuccess() {
    order("operation/apply/pre", "_exit");

    assertThat(failure(HOOK)).hasMessageContaining("SystemExit: 3");
  }

  @Test
  void aHookThatDoesNotEndIsEnded() {
    order("operation/apply/pre", "_hang");
    PluginSettings short_ =
        new PluginSettings(
            false,
            Optional.empty(),
            System.getenv("PATH"),
            Duration.ofMinutes(1),
            Duration.ofSeconds(3),
            Duration.ZERO);

    assertThat(
            catchThrowableOfType(
                PluginFailure.class,
                () ->
                    new PythonPlugins(short_, store, () -> cluster)
                        .hook(application, HOOK, log::add)))
        .hasMessageContaining("hook operation/apply/pre: took longer than 3 seconds");
  }

  @Test
  void whatAPluginPrintsIsCutOffAndDoesNotStopIt() throws Exception {
    order("operation/apply/pre", "_flood");

    plugins().hook(application, HOOK, log::add);

    assertThat(log.stream().mapToInt(String::length).sum()).isLessThan(300_000);
    assertThat(log.getLast()).endsWith("[and more]");
  }

  @Test
  void whatAPluginWritesIsNeverTakenForTheAnswer() {
    order("operation/apply/pre", "_imitate_the_answer");

    assertThatCode(() -> plugins().hook(application, HOOK, log::add)).doesNotThrowAnyException();
    assertThat(log).anyMatch(line -> line.contains("imitated"));
  }

  @Test
  void aPluginSeesNothingOfTheEnvironment() throws Exception {
    order("operation/apply/pre", "_tell_the_environment");

    plugins().hook(application, HOOK, log::add);

    assertThat(log)
        .as("but for what an interpreter's own launcher sets")
        .anyMatch(
            line ->
                line.matches(
                    ".*ENVIRONMENT( (HOME|LANG|LC_CTYPE|PATH|TMPDIR|PWD|SHLVL|_?PYENV\\w*))+"))
        .anyMatch(line -> line.endsWith("WORK []"));
  }

  @Test
  void theClusterIsUsedThroughTheParent() throws Exception {
    namespace();
    order("operation/apply/pre", "_use_the_cluster");

    plugins().hook(application, HOOK, log::add);

    assertThat(log)
        .anyMatch(line -> line.endsWith("CLUSTER USED"))
        .contains("plugin: POST /api/v1/namespaces/demo-space/configmaps")
        .contains("plugin: asks for the kubeconfig file");
    assertThat(client.secrets().inNamespace("demo-space").withName("typed").get()).isNotNull();
  }

  @Test
  void whatPublishedPluginsNameOfThePlatformIsThere() throws Exception {
    order("operation/apply/pre", "_use_published_names");

    plugins().hook(application, HOOK, log::add);

    assertThat(log).anyMatch(line -> line.endsWith("NAMES USED"));
  }

  @Test
  void objectsThatAreWrittenDownAreMade() throws Exception {
    namespace();
    order("operation/apply/pre", "_make_what_is_written_down");

    plugins().hook(application, HOOK, log::add);

    assertThat(log).anyMatch(line -> line.endsWith("WRITTEN DOWN"));
  }

  @Test
  void whatCannotBeMadeDoesNotKeepBackTheRest() throws Exception {
    namespace();
    order("operation/apply/pre", "_make_what_is_written_down_in_part");

    plugins().hook(application, HOOK, log::add);

    assertThat(log).anyMatch(line -> line.endsWith("WRITTEN DOWN IN PART"));
  }

  @Test
  void addressesAndNetworksAreThoseOfNetaddr() throws Exception {
    order("operation/apply/pre", "_use_addresses");

    plugins().hook(application, HOOK, log::add);

    assertThat(log).anyMatch(line -> line.endsWith("ADDRESSES USED"));
  }

  @Test
  void aCheckMayNameTheKubeconfigFileAndIsNotGivenIt() throws Exception {
    order("check/apply/pre", "_load_the_kubeconfig");

    plugins().hook(application, CHECK, log::add);

    assertThat(log)
        .anyMatch(line -> line.endsWith("NAMESPACE kube-system"))
        .noneMatch(line -> line.contains(controlPlane.kubeconfig().toString()))
        .doesNotContain("plugin: asks for the kubeconfig file");
  }

  @Test
  void aNamespaceIsLabelledAsPublishedOperatorsDoIt() throws Exception {
    namespace();
    order("operation/apply/pre", "_label_the_namespace");

    plugins().hook(application, HOOK, log::add);

    assertThat(client.namespaces().withName("demo-space").get().getMetadata().getLabels())
        .containsEntry("app.starlingx.io/component", "application");
  }

  @Test
  void aCheckChangesNothing() {
    order("check/apply/pre", "_change_the_cluster");

    assertThat(failure(CHECK)).hasMessageContaining("may look and not change");
    assertThat(client.namespaces().withName("made-in-a-check").get()).isNull();
  }

  @Test
  void changedUserOverridesAreStored() throws Exception {
    order("operation/apply/pre", "_change_user_overrides");

    plugins().hook(application, HOOK, log::add);

    assertThat(store.overrides().of(application.id()).getFirst().user())
        .hasValue("data:\n  changed: by plugin\n");
  }

  @Test
  void withoutAnInterpreterItSaysWhatToDo() {
    PluginSettings none = PluginSettings.of(Optional.empty(), directory.toString());

    assertThat(
            catchThrowableOfType(
                PluginFailure.class,
                () ->
                    new PythonPlugins(none, store, () -> cluster).overrides(application, log::add)))
        .hasMessageContaining(
            "there is no python3 in PATH: name one with --python, or pass plugins");
  }

  @Test
  void refusedPluginsAreNotRun() throws Exception {
    PythonPlugins refused = new PythonPlugins(PluginSettings.REFUSED, store, () -> cluster);

    assertThat(refused.overrides(application, log::add)).isEqualTo(PluginOverrides.NONE);
    refused.hook(application, HOOK, log::add);
    assertThat(log).containsOnly("plugins in Python are passed over, as was asked for");
  }

  @Test
  void overridesAreComputedForTheClusterAtHand() {
    PluginFailure failure =
        catchThrowableOfType(PluginFailure.class, () -> plugins().overrides(application, log::add));

    assertThat(failure)
        .as("the sample asks for a parameter that no cluster has")
        .hasMessageContaining(
            "overrides: AttributeError: 'NoneType' object has no attribute 'value'");
  }

  private PluginFailure failure(Hook hook) {
    return catchThrowableOfType(
        PluginFailure.class, () -> plugins().hook(application, hook, log::add));
  }

  private PythonPlugins plugins() {
    return new PythonPlugins(
        PluginSettings.of(Optional.empty(), System.getenv("PATH")), store, () -> cluster);
  }

  /** What the sample's operator is to do in a hook. */
  private void order(String hook, String deed) {
    store
        .overrides()
        .setUser(
            application.id(),
            store.overrides().of(application.id()).getFirst(),
            Optional.of("orders: {%s: %s}\n".formatted(hook, deed)));
  }

  private void namespace() {
    client.namespaces().resource(Namespaces.of("demo-space")).serverSideApply();
  }

  private Object key() {
    return client.secrets().inNamespace("demo-space").withName("default-registry-key").get();
  }
}
