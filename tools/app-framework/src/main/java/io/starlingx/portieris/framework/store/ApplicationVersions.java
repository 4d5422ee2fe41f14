/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The two versions that an application has while it is updated. The former one is {@code inactive}
 * and is found by no other means; it is forgotten once nothing of it is left on the cluster. As
 * with {@link ApplicationStore}, every method is one transaction.
 */
public final class ApplicationVersions {

  private final Database database;
  private final ApplicationRows rows;

  ApplicationVersions(Database database, ApplicationRows rows) {
    this.database = database;
    this.rows = rows;
  }

  /**
   * Puts a new version in the place of the applied one.
   *
   * @param tree name of its directory below {@link ApplicationStore#trees}
   * @param check a further reason to refuse; it must be quick, for it holds up all writers
   */
  public Acceptance beginUpdate(
      String name,
      String version,
      String tree,
      Reuse reuse,
      ProcessOwner owner,
      Function<Application, Optional<String>> check) {
    return database.write(
        connection ->
            rows.acceptance(
                connection,
                name,
                former -> refusal(former, version).or(() -> check.apply(former)),
                former -> {
                  rows.setStatus(connection, former.id(), ApplicationStatus.INACTIVE);
                  Application added =
                      rows.add(
                          connection, name, version, OperationKind.UPDATE.running(), true, tree);
                  Rows.update(
                      connection,
                      "INSERT INTO operation (application_id, kind, force, owner_pid, owner_start,"
                          + " reuse_overrides, reuse_attributes) VALUES (?, ?, 0, ?, ?, ?, ?)",
                      added.id(),
                      OperationKind.UPDATE.name(),
                      owner.pid(),
                      owner.startMillis(),
                      reuse.userOverrides(),
                      reuse.attributes());
                  return new Accepted(added);
                }));
  }

  private static Optional<String> refusal(Application former, String version) {
    return OperationKind.UPDATE
        .refusal(former.status())
        .or(
            () ->
                former.version().equals(version)
                    ? Optional.of("the version " + version + " is already applied.")
                    : Optional.empty());
  }

  /** The version that an update has put aside. */
  public Optional<Application> former(String name) {
    return database.read(
        c ->
            rows
                .query(c, "SELECT * FROM application WHERE status = 'inactive' AND name = ?", name)
                .stream()
                .findFirst());
  }

  /** What the update under way was asked to take over. */
  public Reuse reuse(long applicationId) {
    return database.read(
        c ->
            Rows.query(
                    c,
                    Rows::reuse,
                    "SELECT * FROM operation WHERE application_id = ?",
                    applicationId)
                .stream()
                .findFirst()
                .orElse(Reuse.AS_STATED));
  }

  /** Says where the update stands. */
  public void status(long applicationId, ApplicationStatus status) {
    database.write(c -> rows.setStatus(c, applicationId, status));
  }

  /** Says that from now on the cluster may be changed. */
  public void beginChange(long applicationId) {
    database.write(c -> setApplying(c, applicationId));
  }

  /** Says the same, and that the new version is being applied. */
  public void beginApply(long applicationId) {
    database.write(
        c -> {
          setApplying(c, applicationId);
          return rows.setStatus(c, applicationId, ApplicationStatus.UPDATING);
        });
  }

  private static int setApplying(Connection connection, long applicationId) throws SQLException {
    return Rows.update(
        connection, "UPDATE operation SET applying = 1 WHERE application_id = ?", applicationId);
  }

  /** Says that the former version is being brought back, which an abort of the update wants too. */
  public void beginRecovery(long applicationId) {
    database.write(
        c -> {
          Rows.update(
              c, "UPDATE operation SET aborted = 0 WHERE application_id = ?", applicationId);
          return rows.setStatus(c, applicationId, ApplicationStatus.RECOVERING);
        });
  }

  /** Whether the update under way may have changed the cluster. */
  public boolean isApplying(long applicationId) {
    return database.read(
        c ->
            !Rows.query(
                    c,
                    Rows::operation,
                    "SELECT * FROM operation WHERE application_id = ? AND applying = 1",
                    applicationId)
                .isEmpty());
  }

  /**
   * Ends an update by forgetting the new version; the former one is in its place again.
   *
   * @return the former version as it stands now; empty when the operation had already been ended
   */
  public Optional<Application> restore(
      Operation operation, ApplicationStatus status, String progress) {
    return database.write(
        c -> {
          Optional<Application> added =
              rows
                  .query(
                      c,
                      "SELECT application.* FROM application"
                          + " JOIN operation ON operation.application_id = application.id"
                          + " WHERE application.id = ? AND owner_pid = ?",
                      operation.applicationId(),
                      operation.owner().pid())
                  .stream()
                  .findFirst();
          if (added.isEmpty()) {
            return Optional.empty();
          }
          Rows.update(c, "DELETE FROM application WHERE id = ?", added.get().id());
          Rows.update(
              c,
              "UPDATE application SET status = ?, progress = ?, updated_at = ?"
                  + " WHERE name = ? AND status = 'inactive'",
              status.text(),
              progress,
              rows.now(),
              added.get().name());
          return rows.find(c, added.get().name());
        });
  }

  /** Remembers that an update of the application to that version has failed. */
  public void addFailed(Application former, String version) {
    database.write(
        c ->
            Rows.update(
                c,
                "INSERT OR IGNORE INTO failed_update (application_id, version) VALUES (?, ?)",
                former.id(),
                version));
  }

  /** The versions to which an update of the application has failed, as long as it is there. */
  public List<String> failed(long applicationId) {
    return database.read(
        c ->
            Rows.query(
                c,
                row -> row.getString("version"),
                "SELECT version FROM failed_update WHERE application_id = ? ORDER BY version",
                applicationId));
  }

  /** Forgets a version that was put aside; its tree stays for the caller to delete. */
  public void forget(Application former) {
    database.write(
        c ->
            Rows.update(
                c, "DELETE FROM application WHERE id = ? AND status = 'inactive'", former.id()));
  }
}
