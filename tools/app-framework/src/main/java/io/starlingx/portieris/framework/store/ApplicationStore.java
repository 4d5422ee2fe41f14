/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Applications, their overrides and the operations under way. Every method is one transaction, so
 * any number of threads and processes may use stores on the same file. What a method returned is on
 * the disk. All methods throw {@link StoreException} when the file cannot be used.
 *
 * <p>An operation belongs to one process from its acceptance on. If that process ends before the
 * operation does, {@link InterruptedOperations} settles it.
 */
public final class ApplicationStore {

  private static final String ALL = "SELECT * FROM application WHERE status <> 'inactive'";

  private final Database database;
  private final Path trees;
  private final InstantSource clock;

  private ApplicationStore(Database database, Path trees, InstantSource clock) {
    this.database = database;
    this.trees = trees;
    this.clock = clock;
  }

  /** Opens the store in that directory, or creates it. */
  public static ApplicationStore open(Path directory, InstantSource clock) {
    Database database = Database.open(directory.resolve("system.db"), Schema.current());
    return new ApplicationStore(database, directory.resolve("trees"), clock);
  }

  /** The directory below which the trees of the applications are. */
  public Path trees() {
    return trees;
  }

  /** The versions of an application while it is updated. */
  public ApplicationVersions versions() {
    return new ApplicationVersions(database, trees, clock);
  }

  /** What has failed last. */
  public Failures failures() {
    return new Failures(database, clock);
  }

  /** All applications with the versions that updates have put aside. */
  public List<Application> everyVersion() {
    return database.read(c -> Rows.query(c, Rows.application(trees), "SELECT * FROM application"));
  }

  /** All applications, by name. */
  public List<Application> list() {
    return database.read(c -> Rows.query(c, Rows.application(trees), ALL + " ORDER BY name"));
  }

  /** The application of that name. */
  public Optional<Application> find(String name) {
    return database.read(connection -> find(connection, name));
  }

  /** The operation under way on that application. */
  public Optional<Operation> operation(long applicationId) {
    return database.read(
        c ->
            first(
                Rows.query(
                    c,
                    Rows::operation,
                    "SELECT * FROM operation WHERE application_id = ?",
                    applicationId)));
  }

  /**
   * Stores a new application in status {@code uploading}.
   *
   * @param tree name of its directory below {@link #trees}
   */
  public Acceptance beginUpload(String name, String version, String tree, ProcessOwner owner) {
    return database.write(
        connection -> {
          if (find(connection, name).isPresent()) {
            return new Refused("application " + name + " already exists.");
          }
          Rows.update(
              connection,
              "INSERT INTO application (name, version, status, created_at, tree)"
                  + " VALUES (?, ?, ?, ?, ?)",
              name,
              version,
              OperationKind.UPLOAD.running().text(),
              now(),
              tree);
          return begin(connection, name, OperationKind.UPLOAD, false, owner);
        });
  }

  /**
   * Starts an operation on an existing application, unless its status forbids it.
   *
   * @param check a further reason to refuse; it must be quick, for it holds up all writers
   */
  public Acceptance begin(
      String name,
      OperationKind kind,
      boolean force,
      ProcessOwner owner,
      Function<Application, Optional<String>> check) {
    return database.write(
        connection -> {
          Optional<Application> found = find(connection, name);
          if (found.isEmpty()) {
            return new Refused("application not found.");
          }
          Optional<String> refusal =
              kind.refusal(found.get().status()).or(() -> check.apply(found.get()));
          if (refusal.isPresent()) {
            return new Refused(refusal.get());
          }
          Rows.update(
              connection,
              "UPDATE application SET status = ?, progress = NULL, updated_at = ? WHERE id = ?",
              kind.running().text(),
              now(),
              found.get().id());
          return begin(connection, name, kind, force, owner);
        });
  }

  /** Gives the operation to another process; false when it has ended meanwhile. */
  public boolean handOver(long applicationId, ProcessOwner owner) {
    return database.write(
        c ->
            Rows.update(
                    c,
                    "UPDATE operation SET owner_pid = ?, owner_start = ? WHERE application_id = ?",
                    owner.pid(),
                    owner.startMillis(),
                    applicationId)
                > 0);
  }

  /**
   * Asks whoever carries the operation on that application out to end it. The status stays until
   * that has happened.
   *
   * @param check a reason to refuse
   */
  public Acceptance abort(String name, Function<Application, Optional<String>> check) {
    return database.write(
        connection -> {
          Optional<Application> found = find(connection, name);
          if (found.isEmpty()) {
            return new Refused("application not found.");
          }
          Optional<String> refusal = check.apply(found.get());
          if (refusal.isPresent()) {
            return new Refused(refusal.get());
          }
          Rows.update(
              connection,
              "UPDATE operation SET aborted = 1 WHERE application_id = ?",
              found.get().id());
          return new Accepted(found.get());
        });
  }

  /** Whether somebody has asked for the end of the operation under way. */
  public boolean isAborted(long applicationId) {
    return database.read(
        c ->
            !Rows.query(
                    c,
                    Rows::operation,
                    "SELECT * FROM operation WHERE application_id = ? AND aborted = 1",
                    applicationId)
                .isEmpty());
  }

  /** Says how far the operation is. */
  public void progress(long applicationId, String text) {
    database.write(
        c ->
            Rows.update(
                c,
                "UPDATE application SET progress = ?, updated_at = ? WHERE id = ?",
                text,
                now(),
                applicationId));
  }

  /**
   * Ends the operation.
   *
   * @return the application as it stands now; empty when the operation had already been ended
   */
  public Optional<Application> finish(
      Operation operation, ApplicationStatus status, String progress, boolean active) {
    return database.write(
        c -> {
          int ended =
              Rows.update(
                  c,
                  "DELETE FROM operation WHERE application_id = ? AND owner_pid = ?",
                  operation.applicationId(),
                  operation.owner().pid());
          if (ended == 0) {
            return Optional.empty();
          }
          Rows.update(
              c,
              "UPDATE application SET status = ?, progress = ?, active = ?, updated_at = ?"
                  + " WHERE id = ?",
              status.text(),
              progress,
              active,
              now(),
              operation.applicationId());
          return byId(c, operation.applicationId());
        });
  }

  /** Forgets an application that is not installed; its tree stays for the caller to delete. */
  public Acceptance delete(String name, Function<Application, Optional<String>> check) {
    return database.write(
        connection -> {
          Optional<Application> found = find(connection, name);
          if (found.isEmpty()) {
            return new Refused("application not found.");
          }
          Optional<String> refusal = check.apply(found.get());
          if (refusal.isPresent()) {
            return new Refused(refusal.get());
          }
          Rows.update(connection, "DELETE FROM application WHERE id = ?", found.get().id());
          Rows.update(connection, "DELETE FROM failure WHERE name = ?", name);
          return new Accepted(found.get());
        });
  }

  /** The overrides of an application, by chart and namespace. */
  public List<ChartOverride> charts(long applicationId) {
    return database.read(
        c ->
            Rows.query(
                c,
                Rows::chart,
                "SELECT * FROM chart_override WHERE application_id = ? ORDER BY chart, namespace",
                applicationId));
  }

  /** Adds rows for charts that have none yet. */
  public void addCharts(long applicationId, List<ChartOverride> charts) {
    database.write(
        connection -> {
          int added = 0;
          for (ChartOverride chart : charts) {
            added +=
                Rows.update(
                    connection,
                    "INSERT OR IGNORE INTO chart_override VALUES (?, ?, ?, ?, ?, ?)",
                    applicationId,
                    chart.chart(),
                    chart.namespace(),
                    chart.enabled(),
                    chart.system(),
                    chart.user());
          }
          return added;
        });
  }

  /**
   * Replaces the user's values of one chart, unless somebody else has changed them.
   *
   * @param known the row as the caller read it
   * @return false when it is no longer so; nothing changed then
   */
  public boolean setUserOverrides(
      long applicationId, ChartOverride known, Optional<String> values) {
    return database.write(
        c ->
            Rows.update(
                    c,
                    "UPDATE chart_override SET user_overrides = ?"
                        + " WHERE application_id = ? AND chart = ? AND namespace = ?"
                        + " AND user_overrides IS ?",
                    values,
                    applicationId,
                    known.chart(),
                    known.namespace(),
                    known.user())
                > 0);
  }

  /** Sets the attribute of one chart. */
  public void setEnabled(long applicationId, ChartOverride chart, boolean isEnabled) {
    database.write(
        c ->
            Rows.update(
                c,
                "UPDATE chart_override SET enabled = ?"
                    + " WHERE application_id = ? AND chart = ? AND namespace = ?",
                isEnabled,
                applicationId,
                chart.chart(),
                chart.namespace()));
  }

  /** Replaces what the application's plugin computed for one chart. */
  public void setSystemOverrides(long applicationId, ChartOverride chart) {
    database.write(
        c ->
            Rows.update(
                c,
                "UPDATE chart_override SET system_overrides = ?"
                    + " WHERE application_id = ? AND chart = ? AND namespace = ?",
                chart.system(),
                applicationId,
                chart.chart(),
                chart.namespace()));
  }

  List<Operation> operations() {
    return database.read(c -> Rows.query(c, Rows::operation, "SELECT * FROM operation"));
  }

  Optional<Application> byId(long id) {
    return database.read(connection -> byId(connection, id));
  }

  private Acceptance begin(
      Connection connection, String name, OperationKind kind, boolean force, ProcessOwner owner)
      throws SQLException {
    Application application = find(connection, name).orElseThrow();
    Rows.update(
        connection,
        "INSERT INTO operation (application_id, kind, force, owner_pid, owner_start)"
            + " VALUES (?, ?, ?, ?, ?)",
        application.id(),
        kind.name(),
        force,
        owner.pid(),
        owner.startMillis());
    return new Accepted(application);
  }

  private Optional<Application> find(Connection connection, String name) throws SQLException {
    return first(Rows.query(connection, Rows.application(trees), ALL + " AND name = ?", name));
  }

  private Optional<Application> byId(Connection connection, long id) throws SQLException {
    return first(Rows.query(connection, Rows.application(trees), ALL + " AND id = ?", id));
  }

  private static <T> Optional<T> first(List<T> rows) {
    return rows.stream().findFirst();
  }

  private String now() {
    return Timestamp.of(clock.instant());
  }
}
