/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * One SQLite file. Each piece of work is one transaction on its own connection, so that threads and
 * processes share the file alike; a writer waits for another one.
 *
 * @see <a href="https://www.sqlite.org/wal.html">SQLite, Write-Ahead Logging</a>
 */
final class Database {

  private static final int BUSY_MILLIS = 20_000;

  private final Path file;
  private final SQLiteConfig config = new SQLiteConfig();

  /** Work on the open connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private Database(Path file) {
    this.file = file;
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
  }

  /** Opens the file, and creates it and its directory where they are missing. */
  static Database open(Path file, Schema schema) {
    Database database = new Database(file);
    try {
      if (file.getParent() != null) {
        Files.createDirectories(
            file.getParent(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new StoreException("cannot create " + file.getParent() + ": " + e.getMessage(), e);
    }
    int version = database.read(Schema::version);
    if (version > schema.newest()) {
      throw new StoreException(
          file + " was written by a newer version of this program (schema " + version + ")");
    }
    if (version < schema.newest()) {
      database.switchToWriteAheadLog();
      database.write(schema::upgrade);
    }
    return database;
  }

  <T> T read(Work<T> work) {
    try (Connection connection = connect()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Commits when the work returns and rolls back when it throws. */
  <T> T write(Work<T> work) {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void switchToWriteAheadLog() {
    read(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet mode = statement.executeQuery("PRAGMA journal_mode=" + JournalMode.WAL)) {
            return mode.next();
          }
        });
  }

  private Connection connect() throws SQLException {
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private StoreException failure(SQLException e) {
    return new StoreException("cannot use " + file + ": " + e.getMessage(), e);
  }
}
