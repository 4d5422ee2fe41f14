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
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ProcessOwner;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed after any write to the store, whatever it was about to do next. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledAtAnyCommitTest {

  private static final String APPLY = "application-apply";
  private static final String REMOVE = "application-remove";
  private static final String BROKEN = "{{ fail \"this version cannot be installed\" }}";

  private final ControlPlane plane;
  private final Cluster cluster;
  @TempDir Path directory;
  private int copies;

  KilledAtAnyCommitTest(@TempDir Path controlPlane) throws ClusterUnreachableException {
    plane = ControlPlane.start(controlPlane);
    cluster = Cluster.connect(new KubeConfigFile(plane.kubeconfig()));
  }

  /** What a store says of itself before anybody has settled it. */
  private record Left(String status, String kind, boolean isApplying) {}

  /** A request, whose acceptance is the first write. */
  private interface Request {
    Acceptance make(ApplicationFramework framework) throws IOException;
  }

  @AfterEach
  void clean() {
    run(state(), "application-remove", "demo", "--force");
    run(state(), "application-delete", "demo", "--force");
  }

  @AfterAll
  void stop() {
    cluster.close();
    plane.close();
  }

  @Test
  void anUploadBecomesUploadFailed() throws Exception {
    assertThat(
            killed(
                framework -> framework.upload(upload("1.0-1"), false, ProcessOwner.current()),
                APPLY))
        .containsExactly("uploading", "uploaded");
  }

  @Test
  void anApplyBecomesApplyFailed() throws Exception {
    complete(framework -> framework.upload(upload("1.0-1"), false, ProcessOwner.current()));

    assertThat(killed(KilledAtAnyCommitTest::apply, APPLY)).containsExactly("applying", "applied");
  }

  @Test
  void aRemoveBecomesRemoveFailed() throws Exception {
    complete(framework -> framework.upload(upload("1.0-1"), false, ProcessOwner.current()));
    complete(KilledAtAnyCommitTest::apply);

    assertThat(killed(framework -> framework.remove("demo", false, ProcessOwner.current()), REMOVE))
        .containsExactly("removing", "uploaded");
  }

  @Test
  void anUpdateIsTakenBackUntilItTouchesTheCluster() throws Exception {
    complete(framework -> framework.upload(upload("1.0-1"), false, ProcessOwner.current()));
    complete(KilledAtAnyCommitTest::apply);

    assertThat(killed(framework -> update(framework, new DemoTarball()), APPLY))
        .containsExactly("updating", "update-starting", "applied");
  }

  @Test
  void anUpdateThatIsBeingUndoneBecomesApplyFailed() throws Exception {
    complete(framework -> framework.upload(upload("1.0-1"), false, ProcessOwner.current()));
    complete(KilledAtAnyCommitTest::apply);
    DemoTarball broken =
        new DemoTarball()
            .chartVersion("2.0.1")
            .chart("templates/x.yaml", "{{ if .Release.IsUpgrade }}" + BROKEN + "{{ end }}");

    assertThat(killed(framework -> update(framework, broken), REMOVE))
        .containsExactly("updating", "update-starting", "recovering", "applied");
  }

  private static Acceptance apply(ApplicationFramework framework) {
    return framework.apply("demo", "", false, "v1.34.4", ProcessOwner.current());
  }

  private Acceptance update(ApplicationFramework framework, DemoTarball tarball)
      throws IOException {
    return framework.update(
        new UpdateRequest(request(tarball, "2.0-1"), "", ""), ProcessOwner.current());
  }

  private UploadRequest upload(String version) throws IOException {
    return request(new DemoTarball(), version);
  }

  private UploadRequest request(DemoTarball tarball, String version) throws IOException {
    return new UploadRequest(
        tarball
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

  private void complete(Request request) throws IOException {
    ApplicationFramework framework =
        ApplicationFramework.open(
            state(), InstantSource.system(), FrameworkSettings.PLAIN, () -> cluster);
    framework.run(accepted(request.make(framework)), cluster, text -> {});
  }

  /**
   * Returns the statuses, in their order, in which the process was killed.
   *
   * @param next a command that must go through after each of them
   */
  private Set<String> killed(Request request, String next) throws Exception {
    Set<String> statuses = new LinkedHashSet<>();
    ApplicationFramework framework =
        ApplicationFramework.open(
            state(), InstantSource.system(), FrameworkSettings.PLAIN, () -> cluster);
    try (StoreCommits commits = new StoreCommits(state().resolve("system.db"))) {
      Application application = accepted(request.make(framework));
      Path trees = Files.createDirectory(directory.resolve("trees-" + copies++));
      copy(state().resolve("trees"), trees);
      framework.run(application, cluster, text -> {});
      for (byte[] log : commits.logs()) {
        Path copy = Files.createDirectory(directory.resolve("copy-" + copies++));
        commits.restore(log, copy.resolve("system.db"));
        copy(trees, copy.resolve("trees"));
        Left left = leave(copy);
        boolean isFirst = statuses.add(left.status());
        assertSettled(copy, left);
        if (isFirst && !left.kind().equals("UPLOAD") && !left.kind().isEmpty()) {
          assertThat(run(copy, next, "demo").code()).isZero();
        }
      }
    }
    return statuses;
  }

  /** Makes the owner of the operation a process that is no more, and tells what is left. */
  private static Left leave(Path copy) throws SQLException {
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("system.db"));
        Statement statement = store.createStatement()) {
      statement.executeUpdate("UPDATE operation SET owner_pid = 999999999");
      try (ResultSet row =
          statement.executeQuery(
              "SELECT status, kind, applying FROM application"
                  + " LEFT JOIN operation ON application_id = id WHERE status <> 'inactive'")) {
        assertThat(row.next()).isTrue();
        String kind = row.getString("kind");
        return new Left(
            row.getString("status"), kind == null ? "" : kind, row.getBoolean("applying"));
      }
    }
  }

  private void assertSettled(Path copy, Left left) {
    boolean isTakenBack = left.kind().equals("UPDATE") && !left.isApplying();
    String expected =
        switch (left.kind()) {
          case "UPLOAD" -> "upload-failed";
          case "APPLY" -> "apply-failed";
          case "REMOVE" -> "remove-failed";
          case "UPDATE" -> isTakenBack ? "applied" : "apply-failed";
          default -> left.status();
        };
    assertThat(show(copy, "status")).as(left.toString()).isEqualTo(expected);
    if (!left.kind().isEmpty()) {
      assertThat(show(copy, "progress"))
          .isEqualTo(
              "Unexpected process termination while application-%s was in progress. The application status has changed from '%s' to '%s'."
                  .formatted(left.kind().toLowerCase(Locale.ROOT), left.status(), expected));
      assertThat(run(copy, "application-show", "demo", "--why").out())
          .contains("Unexpected process termination");
    }
    if (left.kind().equals("UPDATE")) {
      assertThat(show(copy, "app_version")).isEqualTo(isTakenBack ? "1.0-1" : "2.0-1");
    }
  }

  private static Application accepted(Acceptance answer) {
    assertThat(answer).isInstanceOf(Accepted.class);
    return ((Accepted) answer).application();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (!Files.isDirectory(target)) {
          Files.copy(path, target);
        }
      }
    }
  }

  private Path state() {
    return directory.resolve("state");
  }

  private SystemRun run(Path state, String... arguments) {
    return SystemRun.of(plane.kubeconfig(), state, arguments);
  }

  private String show(Path state, String column) {
    return SystemRun.show(plane.kubeconfig(), state, column);
  }
}
