/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is under way, at most one operation per application. An operation belongs to one process
 * from its acceptance on; if that process ends before the operation does, {@link
 * InterruptedOperations} settles it. As with {@link ApplicationStore}, every method is one
 * transaction.
 */
public final class Operations {

  private final Database database;
  private final ApplicationRows rows;

  Operations(Database database, ApplicationRows rows) {
    this.database = database;
    this.rows = rows;
  }

  /** The operation under way on that application. */
  public Optional<Operation> of(long applicationId) {
    return database.read(
        c ->
            Rows.query(
                    c,
                    Rows::operation,
                    "SELECT * FROM operation WHERE application_id = ?",
                    applicationId)
                .stream()
                .findFirst());
  }

  List<Operation> all() {
    return database.read(c -> Rows.query(c, Rows::operation, "SELECT * FROM operation"));
  }

  /**
   * Stores a new application in status {@code uploading}.
   *
   * @param tree name of its directory below {@link ApplicationStore#trees}
   */
  public Acceptance beginUpload(
      String name, String version, String tree, OperationOptions options, ProcessOwner owner) {
    return database.write(
        connection -> {
          if (rows.find(connection, name).isPresent()) {
            return new Refused("application " + name + " already exists.");
          }
          rows.add(connection, name, version, OperationKind.UPLOAD.running(), false, tree);
          return begin(connection, name, OperationKind.UPLOAD, options, owner);
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
      OperationOptions options,
      ProcessOwner owner,
      Function<Application, Optional<String>> check) {
    return database.write(
        connection ->
            rows.acceptance(
                connection,
                name,
                found -> kind.refusal(found.status()).or(() -> check.apply(found)),
                found -> {
                  Rows.update(
                      connection,
                      "UPDATE application SET status = ?, progress = NULL, updated_at = ?"
                          + " WHERE id = ?",
                      kind.running().text(),
                      rows.now(),
                      found.id());
                  return begin(connection, name, kind, options, owner);
                }));
  }

  private Acceptance begin(
      Connection connection,
      String name,
      OperationKind kind,
      OperationOptions options,
      ProcessOwner owner)
      throws SQLException {
    Application application = rows.find(connection, name).orElseThrow();
    Rows.update(
        connection,
        "INSERT INTO operation (application_id, kind, force, client_side, images, owner_pid,"
            + " owner_start) VALUES (?, ?, ?, ?, ?, ?, ?)",
        application.id(),
        kind.name(),
        options.force(),
        options.clientSide(),
        options.images(),
        owner.pid(),
        owner.startMillis());
    return new Accepted(application);
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
        connection ->
            rows.acceptance(
                connection,
                name,
                check,
                found -> {
                  Rows.update(
                      connection,
                      "UPDATE operation SET aborted = 1 WHERE application_id = ?",
                      found.id());
                  return new Accepted(found);
                }));
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

  /**
   * Says that the application is no longer active, whatever comes of its removal.
   *
   * @return the application as it stands now; empty when there is none
   */
  public Optional<Application> deactivate(long applicationId) {
    return database.write(
        c -> {
          Rows.update(
              c,
              "UPDATE application SET active = 0, updated_at = ? WHERE id = ?",
              rows.now(),
              applicationId);
          return rows.byId(c, applicationId);
        });
  }

  /** Says how far the operation is. */
  public void progress(long applicationId, String text) {
    database.write(
        c ->
            Rows.update(
                c,
                "UPDATE application SET progress = ?, updated_at = ? WHERE id = ?",
                text,
                rows.now(),
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
              rows.now(),
              operation.applicationId());
          return rows.byId(c, operation.applicationId());
        });
  }
}
