/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.EngineChoice;
import io.starlingx.portieris.framework.FrameworkSettings;
import io.starlingx.portieris.framework.UpdateRequest;
import io.starlingx.portieris.framework.bundle.Bundles;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.cluster.KubeConfigFile;
import io.starlingx.portieris.framework.plugin.PluginSettings;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that refuses, fails, wants another try or is aborted, and a release that fails. */
@ExtendWith(SharedCluster.class)
class SystemPluginFailuresTest {

  /** A value that no API server takes. */
  private static final String WRONG = "data: {Bad Key: x}";

  private final PlainCluster cluster;
  private final PluginClient system;

  SystemPluginFailuresTest(PlainCluster cluster, @TempDir Path directory) {
    this.cluster = cluster;
    this.system = new PluginClient(cluster.kubeconfig(), directory);
  }

  @BeforeEach
  void upload() throws IOException {
    system.upload("");
  }

  @AfterEach
  void clean() {
    system.discard();
  }

  @Test
  void aCheckRefusesBeforeAnythingIsDone() throws IOException {
    system.order("reject", "check/apply/pre");

    assertThat(system.run("application-apply", "demo").err())
        .isEqualTo("Application-apply rejected: not now, says the plugin\n");
    assertThat(system.show("status")).isEqualTo("uploaded");
  }

  @Test
  void aCheckOfAnUpdateIsAskedBeforeTheStatusIs() throws IOException {
    String newer = system.tarball("1.0-2").toString();
    assertThat(system.run("application-update", newer).err())
        .isEqualTo(
            "Application-update rejected: operation is not allowed while the current status is"
                + " uploaded.\n");
    system.order("reject", "check/update/pre");

    assertThat(system.run("application-update", newer).err())
        .isEqualTo("Application-update rejected: not now, says the plugin\n");
  }

  @Test
  void aFailingHookFailsTheApplyAndNamesItself() throws IOException {
    system.order("fail", "resource/apply/pre");

    SystemRun failed = system.run("application-apply", "demo");

    assertThat(failed.code()).isOne();
    assertThat(system.show("status")).isEqualTo("apply-failed");
    assertThat(system.show("progress"))
        .startsWith(
            "Plugin k8sapp_demo-1.0-py2.py3-none-any.whl, hook resource/apply/pre: RuntimeError: a"
                + " step of the plugin");
    assertThat(cluster.client().configMaps().inNamespace("demo-space").withName("demo-demo").get())
        .isNull();
  }

  @Test
  void failuresAroundAnOperationAreOnlyLogged() throws IOException {
    system.order("fail", "operation/apply/pre,operation/apply/post");

    assertThat(system.run("application-apply", "demo").code()).isZero();
    assertThat(system.log()).contains("passed over: Plugin k8sapp_demo-1.0");
  }

  @Test
  void aFailedReleaseIsNoFailedStepOfTheManifest() throws IOException {
    system.order("nothing", "", WRONG);
    system.hooks();

    assertThat(system.run("application-apply", "demo").code()).isOne();

    assertThat(system.hooks())
        .endsWith(
            "1.0-1 fluxcd-request/apply/pre",
            "1.0-1 fluxcd-request/apply/post rc=False",
            "1.0-1 resource/apply/post",
            "1.0-1 operation/apply/post app_applied=False");
  }

  @Test
  void aStepThatFailsIsToldToWhatComesAfterTheManifest() throws IOException {
    system.order("fail", "fluxcd-request/apply/pre");
    system.hooks();

    assertThat(system.run("application-apply", "demo").code()).isOne();

    assertThat(system.hooks())
        .endsWith(
            "1.0-1 manifest/apply/pre",
            "1.0-1 fluxcd-request/apply/pre",
            "1.0-1 manifest/apply/post manifest_applied=False",
            "1.0-1 resource/apply/post",
            "1.0-1 operation/apply/post app_applied=False");
  }

  @Test
  void aFailureAfterTheManifestFailsTheApply() throws IOException {
    system.order("fail", "manifest/apply/post");
    system.hooks();

    assertThat(system.run("application-apply", "demo").code()).isOne();

    assertThat(system.show("status")).isEqualTo("apply-failed");
    assertThat(system.hooks())
        .endsWith(
            "1.0-1 manifest/apply/post manifest_applied=True",
            "1.0-1 manifest/apply/post manifest_applied=False",
            "1.0-1 resource/apply/post",
            "1.0-1 operation/apply/post app_applied=False");
  }

  @Test
  void anotherTryOfTheReleasesIsGivenFourTimes() throws Exception {
    system.order("again", "fluxcd-request/apply/post", WRONG);
    system.hooks();

    carryOut(SystemPluginFailuresTest::apply, "");

    List<String> once =
        List.of("1.0-1 fluxcd-request/apply/pre", "1.0-1 fluxcd-request/apply/post rc=False");
    assertThat(system.hooks())
        .containsExactlyElementsOf(
            Stream.of(
                    List.of(
                        "1.0-1 check/apply/pre",
                        "1.0-1 operation/apply/pre",
                        "1.0-1 resource/apply/pre",
                        "1.0-1 manifest/apply/pre"),
                    Collections.nCopies(5, once).stream().flatMap(List::stream).toList(),
                    List.of(
                        "1.0-1 manifest/apply/post manifest_applied=False",
                        "1.0-1 resource/apply/post",
                        "1.0-1 operation/apply/post app_applied=False"))
                .flatMap(List::stream)
                .toList());
    assertThat(system.show("status")).isEqualTo("apply-failed");
  }

  @Test
  void anUpdateThatAHookFailsBringsTheOldVersionBack() throws IOException {
    system.run("application-apply", "demo");
    String newer = system.tarball("1.0-2").toString();
    system.order("fail", "fluxcd-request/apply/pre@1.0-2");
    system.hooks();

    assertThat(system.run("application-update", newer, "--reuse-user-overrides", "true").code())
        .isOne();

    assertThat(system.hooks())
        .endsWith(
            "1.0-2 fluxcd-request/apply/pre",
            "1.0-2 manifest/apply/post manifest_applied=False",
            "1.0-2 resource/apply/post",
            "1.0-1 resource/recover/ from_app_version=1.0-2,to_app_version=1.0-1",
            "1.0-1 resource/apply/pre",
            "1.0-1 manifest/apply/pre",
            "1.0-1 fluxcd-request/apply/pre",
            "1.0-1 fluxcd-request/apply/status release=demo",
            "1.0-1 fluxcd-request/apply/post rc=True",
            "1.0-1 manifest/apply/post manifest_applied=True",
            "1.0-1 resource/recover/post from_app_version=1.0-2,to_app_version=1.0-1");
    assertThat(system.show("status")).isEqualTo("applied");
  }

  @Test
  void anAbortedApplyTellsOfTheAbortAndOfItsEnd() throws Exception {
    system.hooks();

    carryOut(SystemPluginFailuresTest::apply, "generating application overrides");

    assertThat(system.hooks())
        .endsWith(
            "1.0-1 operation/apply/pre",
            "1.0-1 check/abort/pre aborted_op=apply",
            "1.0-1 operation/abort/pre aborted_op=apply",
            "1.0-1 resource/apply/pre",
            "1.0-1 manifest/apply/pre",
            "1.0-1 manifest/apply/post manifest_applied=False",
            "1.0-1 resource/apply/post",
            "1.0-1 operation/abort/post aborted_op=apply",
            "1.0-1 operation/apply/post app_applied=False");
    assertThat(system.show("progress")).isEqualTo("operation aborted by user");
  }

  @Test
  void anAbortedRemoveTellsOfTheAbortAndOfItsEnd() throws Exception {
    system.run("application-apply", "demo");
    system.hooks();

    carryOut(
        framework -> framework.remove("demo", false, ProcessOwner.current()),
        "deleting application manifest");

    assertThat(system.hooks())
        .containsExactly(
            "1.0-1 check/remove/pre force=False",
            "1.0-1 operation/remove/pre",
            "1.0-1 check/abort/pre aborted_op=remove",
            "1.0-1 operation/abort/pre aborted_op=remove",
            "1.0-1 fluxcd-request/remove/pre",
            "1.0-1 fluxcd-request/remove/post rc=False",
            "1.0-1 operation/abort/post aborted_op=remove",
            "1.0-1 operation/remove/post app_removed=False");
    assertThat(system.show("status")).isEqualTo("remove-failed");
  }

  @Test
  void anAbortedUpdateTellsOfTheAbortAndBringsTheOldVersionBack() throws Exception {
    system.run("application-apply", "demo");
    UploadRequest newer = new UploadRequest(system.tarball("1.0-2"), "", "");
    system.hooks();

    carryOut(
        framework -> framework.update(new UpdateRequest(newer, "", ""), ProcessOwner.current()),
        "applying application manifest");

    assertThat(system.hooks())
        .containsSubsequence(
            "1.0-2 manifest/apply/pre",
            "1.0-2 check/abort/pre aborted_op=update",
            "1.0-2 operation/abort/pre aborted_op=update",
            "1.0-2 operation/abort/post aborted_op=update",
            "1.0-1 resource/recover/ from_app_version=1.0-2,to_app_version=1.0-1");
  }

  private interface Request {
    Acceptance of(ApplicationFramework framework) throws IOException;
  }

  private static Acceptance apply(ApplicationFramework framework) {
    return framework.apply("demo", "", false, "v1.34.4", ProcessOwner.current());
  }

  /** Carries it out without a pause between tries, and aborts it at the first such progress. */
  private void carryOut(Request request, String abortAt)
      throws IOException, ClusterUnreachableException {
    PluginSettings plugins =
        new PluginSettings(
            false,
            Optional.empty(),
            System.getenv("PATH"),
            Duration.ofMinutes(2),
            Duration.ofMinutes(2),
            Duration.ZERO);
    FrameworkSettings settings =
        new FrameworkSettings(
            plugins, Optional.empty(), EngineChoice.HELM, Optional.empty(), Bundles.FOLDER);
    try (Cluster connected = Cluster.connect(new KubeConfigFile(cluster.kubeconfig()));
        ApplicationFramework framework =
            ApplicationFramework.open(
                system.state(), InstantSource.system(), settings, () -> connected)) {
      Acceptance answer = request.of(framework);
      assertThat(answer).isInstanceOf(Accepted.class);
      Application accepted = ((Accepted) answer).application();
      AtomicBoolean isAborted = new AtomicBoolean();
      framework.run(
          accepted,
          connected,
          text -> {
            if (text.equals(abortAt) && !isAborted.getAndSet(true)) {
              assertThat(framework.abort("demo")).isInstanceOf(Accepted.class);
            }
          });
    }
  }
}
