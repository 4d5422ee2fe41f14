/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationStoreTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T02:58:46.035534Z"));
  private static final ProcessOwner ME = ProcessOwner.current();
  private static final ProcessOwner GONE = new ProcessOwner(ME.pid(), ME.startMillis() - 60_000);

  @TempDir Path directory;

  @Test
  void whatWasAcceptedIsThereForTheNextProcess() {
    ApplicationStore store = open();
    store.operations().beginUpload("portieris", "26.11-1", "t1", OperationOptions.NONE, ME);

    Application stored = open().find("portieris").orElseThrow();

    assertThat(stored.status()).isEqualTo(ApplicationStatus.UPLOADING);
    assertThat(stored.progress()).isEmpty();
    assertThat(stored.updatedAt()).isEmpty();
    assertThat(stored.createdAt()).isEqualTo(CLOCK.instant());
    assertThat(stored.tree()).isEqualTo(directory.resolve("trees/t1"));
  }

  @Test
  void refusesASecondApplicationOfOneName() {
    open().operations().beginUpload("portieris", "26.11-1", "t1", OperationOptions.NONE, ME);

    assertThat(
            open()
                .operations()
                .beginUpload("portieris", "26.11-2", "t2", OperationOptions.NONE, ME))
        .isEqualTo(new Refused("application portieris already exists."));
    assertThat(open().list()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          uploading    | APPLY  | operation is not allowed while the current status is uploading.
          upload-failed| APPLY  | operation is not allowed while the current status is upload-failed.
          applying     | APPLY  | install/update is already in progress.
          removing     | APPLY  | operation is not allowed while the current status is removing.
          uploaded     | REMOVE | operation is not allowed while the current status is uploaded.
          applying     | REMOVE | operation is not allowed while the current status is applying.
          """)
  void refusesAnOperationThatTheStatusForbids(String status, OperationKind kind, String text)
      throws SQLException {
    ApplicationStore store = storeIn(ApplicationStatus.of(status));

    assertThat(
            store
                .operations()
                .begin("portieris", kind, OperationOptions.NONE, ME, a -> Optional.empty()))
        .isEqualTo(new Refused(text));
    assertThat(store.find("portieris").orElseThrow().status().text()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "uploaded,APPLY,applying",
    "applied,APPLY,applying",
    "apply-failed,APPLY,applying",
    "applied,REMOVE,removing",
    "apply-failed,REMOVE,removing",
    "remove-failed,REMOVE,removing"
  })
  void acceptsAnOperationThatTheStatusAllows(String from, OperationKind kind, String to)
      throws SQLException {
    Acceptance answer =
        storeIn(ApplicationStatus.of(from))
            .operations()
            .begin("portieris", kind, OperationOptions.NONE, ME, a -> Optional.empty());

    assertThat(answer).isInstanceOf(Accepted.class);
    Application application = ((Accepted) answer).application();
    assertThat(application.status().text()).isEqualTo(to);
    assertThat(application.progress()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "UPLOAD,uploading,upload-failed",
    "APPLY,applying,apply-failed",
    "REMOVE,removing,remove-failed"
  })
  void settlesAnOperationWhoseProcessHasEnded(OperationKind kind, String was, String now)
      throws SQLException {
    ApplicationStore store = running(kind, GONE);

    assertThat(new InterruptedOperations(store, a -> false).settle()).hasSize(1);

    Application settled = store.find("portieris").orElseThrow();
    assertThat(settled.status().text()).isEqualTo(now);
    assertThat(settled.progress())
        .hasValue(
            "Unexpected process termination while application-"
                + kind.text()
                + " was in progress. The application status has changed from '"
                + was
                + "' to '"
                + now
                + "'.");
    assertThat(store.operations().all()).isEmpty();
  }

  @Test
  void aPlatformManagedApplicationReturnsToUploaded() throws SQLException {
    ApplicationStore store = running(OperationKind.APPLY, GONE);

    new InterruptedOperations(store, a -> true).settle();

    assertThat(store.find("portieris").orElseThrow().status())
        .isEqualTo(ApplicationStatus.UPLOADED);
  }

  @Test
  void anUpdateInterruptedBeforeItsApplyLeavesTheFormerVersion() throws SQLException {
    ApplicationStore store = updating();

    new InterruptedOperations(store, a -> true).settle();

    Application settled = store.find("portieris").orElseThrow();
    assertThat(settled.version()).isNotEqualTo("99.0-1");
    assertThat(settled.status()).isEqualTo(ApplicationStatus.APPLIED);
    assertThat(settled.progress().orElse("")).contains("from 'updating' to 'applied'");
    assertThat(store.everyVersion()).hasSize(1);
    assertThat(store.operations().all()).isEmpty();
  }

  @Test
  void anUpdateInterruptedWithinItsApplyKeepsTheFormerVersionForCleanup() throws SQLException {
    ApplicationStore store = updating();
    store.versions().beginApply(store.find("portieris").orElseThrow().id());

    new InterruptedOperations(store, a -> true).settle();

    assertThat(store.find("portieris").orElseThrow().version()).isEqualTo("99.0-1");
    assertThat(store.find("portieris").orElseThrow().status())
        .isEqualTo(ApplicationStatus.APPLY_FAILED);
    assertThat(store.versions().former("portieris")).isPresent();
    assertThat(store.list()).hasSize(1);
  }

  @Test
  void anAbortedUpdateIsNotAbortedAgainWhileTheFormerVersionIsBroughtBack() throws SQLException {
    ApplicationStore store = updating();
    long id = store.find("portieris").orElseThrow().id();
    store.operations().abort("portieris", a -> Optional.empty());
    assertThat(store.operations().isAborted(id)).isTrue();

    store.versions().beginRecovery(id);

    assertThat(store.operations().isAborted(id)).isFalse();
    assertThat(store.find("portieris").orElseThrow().status())
        .isEqualTo(ApplicationStatus.RECOVERING);
  }

  @Test
  void twoUpdatesAtOnceAreRefused() throws SQLException {
    ApplicationStore store = updating();

    assertThat(
            store
                .versions()
                .beginUpdate(
                    "portieris", "99.0-2", "t", Reuse.AS_STATED, ME, a -> Optional.empty()))
        .isEqualTo(new Refused("update is already in progress."));
  }

  private ApplicationStore updating() throws SQLException {
    ApplicationStore store = storeIn(ApplicationStatus.APPLIED);
    assertThat(
            store
                .versions()
                .beginUpdate(
                    "portieris",
                    "99.0-1",
                    "new",
                    new Reuse(Optional.of(true), Optional.empty()),
                    GONE,
                    a -> Optional.empty()))
        .isInstanceOf(Accepted.class);
    assertThat(store.versions().reuse(store.find("portieris").orElseThrow().id()))
        .isEqualTo(new Reuse(Optional.of(true), Optional.empty()));
    return store;
  }

  @Test
  void leavesAnOperationOfALivingProcessAlone() throws SQLException {
    ApplicationStore store = running(OperationKind.APPLY, ME);

    assertThat(new InterruptedOperations(store, a -> false).settle()).isEmpty();
    assertThat(store.find("portieris").orElseThrow().status())
        .isEqualTo(ApplicationStatus.APPLYING);
  }

  @Test
  void aWorkerThatWasGivenUpCannotEndTheOperationAnyMore() throws SQLException {
    ApplicationStore store = running(OperationKind.APPLY, GONE);
    Operation operation = store.operations().all().getFirst();
    new InterruptedOperations(store, a -> false).settle();

    assertThat(store.operations().finish(operation, ApplicationStatus.APPLIED, "completed", true))
        .isEmpty();
    assertThat(store.operations().handOver(operation.applicationId(), ME)).isFalse();
    assertThat(store.find("portieris").orElseThrow().status())
        .isEqualTo(ApplicationStatus.APPLY_FAILED);
  }

  @Test
  void manyWritersAtOnceAcceptExactlyOneUpload() throws Exception {
    int writers = 8;
    CyclicBarrier barrier = new CyclicBarrier(writers);
    Callable<Acceptance> upload =
        () -> {
          barrier.await();
          return open()
              .operations()
              .beginUpload("portieris", "26.11-1", "t", OperationOptions.NONE, ME);
        };
    try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
      List<Future<Acceptance>> answers =
          executor.invokeAll(IntStream.range(0, writers).mapToObj(i -> upload).toList());

      assertThat(answers.stream().map(Future::resultNow))
          .filteredOn(answer -> answer instanceof Accepted)
          .hasSize(1);
    }
  }

  @Test
  void deletingAnApplicationDeletesItsOverrides() throws SQLException {
    ApplicationStore store = storeIn(ApplicationStatus.UPLOADED);
    long id = store.find("portieris").orElseThrow().id();
    store
        .overrides()
        .add(
            id,
            List.of(new ChartOverride("c", "n", true, Optional.empty(), Optional.of("a: 1\n"))));

    store.delete("portieris", a -> Optional.empty());

    assertThat(store.list()).isEmpty();
    assertThat(store.overrides().of(id)).isEmpty();
  }

  @Test
  void refusesAFileOfANewerVersion() throws SQLException {
    open();
    sql("PRAGMA user_version = 99");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("system.db")
        .hasMessageContaining("newer version");
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    Files.writeString(
        directory.resolve("system.db"), "this is not a database, not at all".repeat(99));

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("system.db");
  }

  @Test
  void onlyTheUserMayReadTheState() throws IOException {
    ApplicationStore.open(directory.resolve("a/b"), CLOCK);

    assertThat(Files.getPosixFilePermissions(directory.resolve("a/b"))).hasSize(3);
  }

  private ApplicationStore open() {
    return ApplicationStore.open(directory, CLOCK);
  }

  private ApplicationStore storeIn(ApplicationStatus status) throws SQLException {
    ApplicationStore store = open();
    store.operations().beginUpload("portieris", "26.11-1", "t1", OperationOptions.NONE, ME);
    sql("DELETE FROM operation");
    sql("UPDATE application SET status = '" + status.text() + "'");
    return store;
  }

  @Test
  void anAbortConcernsOnlyTheOperationUnderWay() throws SQLException {
    ApplicationStore store = running(OperationKind.APPLY, ME);
    Application application = store.find("portieris").orElseThrow();
    assertThat(store.operations().isAborted(application.id())).isFalse();

    assertThat(store.operations().abort("portieris", a -> Optional.empty()))
        .isEqualTo(new Accepted(application));
    assertThat(open().operations().isAborted(application.id())).isTrue();

    Operation operation = store.operations().of(application.id()).orElseThrow();
    store.operations().finish(operation, ApplicationStatus.APPLY_FAILED, "aborted", false);
    store
        .operations()
        .begin("portieris", OperationKind.APPLY, OperationOptions.NONE, ME, a -> Optional.empty());
    assertThat(store.operations().isAborted(application.id())).isFalse();
  }

  @Test
  void aRefusedAbortChangesNothing() throws SQLException {
    ApplicationStore store = running(OperationKind.APPLY, ME);

    assertThat(store.operations().abort("portieris", a -> Optional.of("no")))
        .isEqualTo(new Refused("no"));
    assertThat(store.operations().abort("nope", a -> Optional.empty()))
        .isEqualTo(new Refused("application not found."));
    assertThat(store.operations().isAborted(store.find("portieris").orElseThrow().id())).isFalse();
  }

  @Test
  void opensAFileOfTheFirstVersion() throws SQLException {
    Database.open(
        directory.resolve("system.db"), new Schema(Schema.current().steps().subList(0, 1)));
    sql(
        "INSERT INTO application (name, version, status, created_at, tree) VALUES ('old', '1',"
            + " 'applying', '2026-11-22T02:58:46.035534+00:00', 't')");
    sql("INSERT INTO operation SELECT id, 'APPLY', 0, 1, 2 FROM application");

    ApplicationStore store = open();

    assertThat(store.operations().isAborted(store.find("old").orElseThrow().id())).isFalse();
  }

  private ApplicationStore running(OperationKind kind, ProcessOwner owner) throws SQLException {
    ApplicationStore store = storeIn(kind.running());
    sql(
        "INSERT INTO operation (application_id, kind, force, owner_pid, owner_start)"
            .concat(" SELECT id, '%s', 0, %d, %d FROM application")
            .formatted(kind.name(), owner.pid(), owner.startMillis()));
    return store;
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("system.db"))) {
      connection.createStatement().execute(statement);
    }
  }
}
