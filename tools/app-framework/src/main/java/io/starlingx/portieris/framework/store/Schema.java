/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, as the steps that lead from an empty file to the newest version.
 *
 * @param steps statements of each version, the first one's first
 */
record Schema(List<List<String>> steps) {

  static Schema current() {
    return new Schema(
        List.of(
            List.of(
                """
                CREATE TABLE application (
                  id INTEGER PRIMARY KEY AUTOINCREMENT,
                  name TEXT NOT NULL,
                  version TEXT NOT NULL,
                  status TEXT NOT NULL,
                  progress TEXT,
                  active INTEGER NOT NULL DEFAULT 0,
                  created_at TEXT NOT NULL,
                  updated_at TEXT,
                  tree TEXT NOT NULL
                ) STRICT\
                """,
                """
                CREATE UNIQUE INDEX one_row_for_each_name ON application (name)
                  WHERE status <> 'inactive'\
                """,
                """
                CREATE TABLE chart_override (
                  application_id INTEGER NOT NULL REFERENCES application (id) ON DELETE CASCADE,
                  chart TEXT NOT NULL,
                  namespace TEXT NOT NULL,
                  enabled INTEGER NOT NULL,
                  system_overrides TEXT,
                  user_overrides TEXT,
                  PRIMARY KEY (application_id, chart, namespace)
                ) STRICT\
                """,
                """
                CREATE TABLE operation (
                  application_id INTEGER PRIMARY KEY REFERENCES application (id) ON DELETE CASCADE,
                  kind TEXT NOT NULL,
                  force INTEGER NOT NULL,
                  owner_pid INTEGER NOT NULL,
                  owner_start INTEGER NOT NULL
                ) STRICT\
                """),
            List.of("ALTER TABLE operation ADD COLUMN aborted INTEGER NOT NULL DEFAULT 0"),
            List.of(
                "ALTER TABLE operation ADD COLUMN applying INTEGER NOT NULL DEFAULT 0",
                "ALTER TABLE operation ADD COLUMN reuse_overrides INTEGER",
                "ALTER TABLE operation ADD COLUMN reuse_attributes INTEGER"),
            List.of(
                """
                CREATE TABLE failure (
                  name TEXT PRIMARY KEY,
                  kind TEXT NOT NULL,
                  version TEXT NOT NULL,
                  at TEXT NOT NULL,
                  reason TEXT NOT NULL,
                  symptoms TEXT NOT NULL
                ) STRICT\
                """),
            List.of(
                "ALTER TABLE operation ADD COLUMN client_side INTEGER NOT NULL DEFAULT 0",
                "ALTER TABLE operation ADD COLUMN images INTEGER NOT NULL DEFAULT 0"),
            List.of(
                """
                CREATE TABLE failed_update (
                  application_id INTEGER NOT NULL REFERENCES application (id) ON DELETE CASCADE,
                  version TEXT NOT NULL,
                  PRIMARY KEY (application_id, version)
                ) STRICT\
                """)));
  }

  int newest() {
    return steps.size();
  }

  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("PRAGMA user_version")) {
      return version.getInt(1);
    }
  }

  /** Brings the file to the newest version; another process may have done so meanwhile. */
  int upgrade(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (List<String> step : steps.subList(version(connection), newest())) {
        for (String sql : step) {
          statement.execute(sql);
        }
      }
      statement.execute("PRAGMA user_version = " + newest());
      return newest();
    }
  }
}
