/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.FrameworkSettings;
import io.starlingx.portieris.framework.UpdateRequest;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.cluster.KubeConfigFile;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import io.starlingx.portieris.framework.store.ProcessOwner;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An abort during each step of each operation. It takes effect before the next one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbortedAtEachStepTest {

  private static final String BY_USER = "operation aborted by user";

  private final ControlPlane plane;
  private final Cluster cluster;
  @TempDir Path directory;
  private ApplicationFramework framework;

  AbortedAtEachStepTest(@TempDir Path controlPlane, @TempDir Path first)
      throws ClusterUnreachableException, IOException {
    plane = ControlPlane.start(controlPlane);
    cluster = Cluster.connect(new KubeConfigFile(plane.kubeconfig()));
    framework =
        ApplicationFramework.open(
            first, InstantSource.system(), FrameworkSettings.PLAIN, () -> cluster);
  }

  /** A step during which the abort came, and how the operation ended. */
  private record Ending(String step, ApplicationStatus status, String version, String progress) {}

  private interface Request {
    Acceptance make() throws IOException;
  }

  @BeforeEach
  void upload() throws IOException {
    framework =
        ApplicationFramework.open(
            directory.resolve("state"),
            InstantSource.system(),
            FrameworkSettings.PLAIN,
            () -> cluster);
    run(() -> framework.upload(request("1.0-1"), false, ProcessOwner.current()), -1);
  }

  @AfterEach
  void clean() throws IOException {
    run(() -> framework.remove("demo", true, ProcessOwner.current()), -1);
    framework.delete("demo", true);
  }

  @AfterAll
  void stop() {
    cluster.close();
    plane.close();
  }

  @Test
  void anApply() throws IOException {
    List<Ending> endings = endings(this::apply);

    assertThat(endings).hasSizeGreaterThanOrEqualTo(4);
    assertThat(endings.subList(0, endings.size() - 1))
        .allSatisfy(
            ending -> {
              assertThat(ending.status()).isEqualTo(ApplicationStatus.APPLY_FAILED);
              assertThat(ending.progress()).isEqualTo(BY_USER);
            });
    assertThat(endings.getLast().status()).isEqualTo(ApplicationStatus.APPLIED);
  }

  @Test
  void aRemove() throws IOException {
    run(this::apply, -1);
    List<Ending> endings = endings(() -> framework.remove("demo", false, ProcessOwner.current()));

    assertThat(endings).hasSizeGreaterThanOrEqualTo(2);
    assertThat(endings.subList(0, endings.size() - 1))
        .allSatisfy(
            ending -> {
              assertThat(ending.status()).isEqualTo(ApplicationStatus.REMOVE_FAILED);
              assertThat(ending.progress()).isEqualTo(BY_USER);
            });
    assertThat(endings.getLast().status()).isEqualTo(ApplicationStatus.UPLOADED);
  }

  @Test
  void aRemoveThatEndsEarlyLeavesTheApplicationInactiveAllTheSame() throws IOException {
    run(this::apply, -1);
    Application removing =
        ((Accepted) framework.remove("demo", false, ProcessOwner.current())).application();
    assertThat(removing.active()).isTrue();

    framework.run(
        removing,
        cluster,
        text -> {
          assertThat(framework.find("demo").orElseThrow().active()).isFalse();
          framework.abort("demo");
        });

    assertThat(framework.find("demo").orElseThrow().status())
        .isEqualTo(ApplicationStatus.REMOVE_FAILED);
    assertThat(framework.find("demo").orElseThrow().active()).isFalse();
  }

  @Test
  void anUpdateLeadsBackToTheFormerVersion() throws IOException {
    run(this::apply, -1);
    List<Ending> endings =
        endings(
            () ->
                framework.update(
                    new UpdateRequest(request("2.0-1"), "", ""), ProcessOwner.current()));

    assertThat(endings).hasSizeGreaterThanOrEqualTo(7);
    assertThat(endings.subList(0, endings.size() - 1))
        .allSatisfy(
            ending -> {
              assertThat(ending.status()).isEqualTo(ApplicationStatus.APPLIED);
              assertThat(ending.version()).isEqualTo("1.0-1");
              assertThat(ending.progress())
                  .isEqualTo(
                      "Application update from version 1.0-1 to version 2.0-1 aborted."
                          + " Application recover to version 1.0-1 completed. Please check logs"
                          + " for details.");
            });
    assertThat(endings.getLast().version()).isEqualTo("2.0-1");
  }

  /** Aborts at the first step, then at the second, and so on until the operation has no more. */
  private List<Ending> endings(Request request) throws IOException {
    List<Ending> endings = new ArrayList<>();
    for (int step = 0; ; step++) {
      List<Ending> ending = run(request, step);
      if (ending.isEmpty()) {
        return endings;
      }
      endings.addAll(ending);
      Ending last = ending.getFirst();
      if (!last.progress().equals(BY_USER) && !last.progress().contains("recover to version")) {
        return endings;
      }
    }
  }

  /** Returns how it ended; empty when there was no such step. */
  private List<Ending> run(Request request, int abortAt) throws IOException {
    List<String> steps = new ArrayList<>();
    if (request.make() instanceof Accepted(Application application)) {
      Application ended =
          framework
              .run(
                  application,
                  cluster,
                  text -> {
                    if (steps.size() == abortAt) {
                      assertThat(framework.abort("demo")).isInstanceOf(Accepted.class);
                    }
                    steps.add(text);
                  })
              .orElseThrow()
              .application();
      if (abortAt >= 0 && abortAt < steps.size()) {
        return List.of(
            new Ending(
                steps.get(abortAt), ended.status(), ended.version(), ended.progress().orElse("")));
      }
    }
    return List.of();
  }

  @Test
  void anUploadCannotBeAborted() throws IOException {
    clean();
    assertThat(framework.upload(request("1.0-1"), false, ProcessOwner.current()))
        .isInstanceOf(Accepted.class);

    assertThat(framework.abort("demo"))
        .isEqualTo(
            new Refused(
                "Application-abort rejected: operation is not allowed while the current status is"
                    + " uploading."));

    framework.run(framework.find("demo").orElseThrow(), cluster, text -> {});
  }

  private Acceptance apply() {
    return framework.apply("demo", "", false, "v1.34.4", ProcessOwner.current());
  }

  private UploadRequest request(String version) throws IOException {
    return new UploadRequest(
        new DemoTarball()
            .file(
                "metadata.yaml",
                """
                app_name: demo
                app_version: "%s"
                supported_k8s_version: {minimum: "1.24.4"}
                """
                    .formatted(version))
            .write(directory),
        "",
        "");
  }
}
