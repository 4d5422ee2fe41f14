/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The table of applications, within a transaction of somebody else's.
 *
 * @param trees the directory below which the trees of the applications are
 */
record ApplicationRows(Path trees, InstantSource clock) {

  private static final String ALL = "SELECT * FROM application WHERE status <> 'inactive'";

  List<Application> query(Connection connection, String sql, Object... values) throws SQLException {
    return Rows.query(connection, Rows.application(trees), sql, values);
  }

  /** All but those that updates have put aside, by name. */
  List<Application> all(Connection connection) throws SQLException {
    return query(connection, ALL + " ORDER BY name");
  }

  Optional<Application> find(Connection connection, String name) throws SQLException {
    return query(connection, ALL + " AND name = ?", name).stream().findFirst();
  }

  Optional<Application> byId(Connection connection, long id) throws SQLException {
    return query(connection, ALL + " AND id = ?", id).stream().findFirst();
  }

  /** What an accepted request changes. */
  interface Change {
    Acceptance make(Application application) throws SQLException;
  }

  /**
   * Has a change made, unless there is no such application or {@code check} says why it may not be
   * made.
   */
  Acceptance acceptance(
      Connection connection,
      String name,
      Function<Application, Optional<String>> check,
      Change change)
      throws SQLException {
    Optional<Application> found = find(connection, name);
    if (found.isEmpty()) {
      return new Acceptance.Refused("application not found.");
    }
    Optional<String> refusal = check.apply(found.get());
    return refusal.isPresent() ? new Acceptance.Refused(refusal.get()) : change.make(found.get());
  }

  /** Adds a row and returns it. */
  Application add(
      Connection connection,
      String name,
      String version,
      ApplicationStatus status,
      boolean active,
      String tree)
      throws SQLException {
    Rows.update(
        connection,
        "INSERT INTO application (name, version, status, active, created_at, tree)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        name,
        version,
        status.text(),
        active,
        now(),
        tree);
    return find(connection, name).orElseThrow();
  }

  int setStatus(Connection connection, long id, ApplicationStatus status) throws SQLException {
    return Rows.update(
        connection,
        "UPDATE application SET status = ?, updated_at = ? WHERE id = ?",
        status.text(),
        now(),
        id);
  }

  String now() {
    return Timestamp.of(clock.instant());
  }
}
