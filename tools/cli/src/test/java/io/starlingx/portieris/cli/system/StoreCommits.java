/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every state that a store has been in since this object was made, commit by commit. A reader that
 * stays keeps SQLite from tidying its write-ahead log away; a log that is cut after a commit is
 * what a process leaves that is killed there.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#the_write_ahead_log">SQLite, the
 *     write-ahead log</a>
 */
final class StoreCommits implements AutoCloseable {

  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int PAGE_SIZE_AT = 8;
  private static final int SALTS_AT = 16;
  private static final int SIZE_AFTER_COMMIT_AT = 4;
  private static final int FRAME_SALTS_AT = 8;

  private final Path database;
  private final Connection reader;

  StoreCommits(Path database) throws SQLException {
    this.database = database;
    this.reader = DriverManager.getConnection("jdbc:sqlite:" + database);
    try (Statement statement = reader.createStatement()) {
      statement.execute("BEGIN");
      statement.executeQuery("SELECT count(*) FROM operation").close();
    }
  }

  /** The logs that killed processes would have left, the earliest first. */
  List<byte[]> logs() throws IOException {
    byte[] log = Files.readAllBytes(log(database));
    ByteBuffer bytes = ByteBuffer.wrap(log);
    int frame = FRAME_HEADER + bytes.getInt(PAGE_SIZE_AT);
    List<byte[]> logs = new ArrayList<>();
    for (int at = HEADER; at + frame <= log.length; at += frame) {
      boolean isOfThisLog = bytes.getLong(at + FRAME_SALTS_AT) == bytes.getLong(SALTS_AT);
      if (isOfThisLog && bytes.getInt(at + SIZE_AFTER_COMMIT_AT) != 0) {
        logs.add(Arrays.copyOf(log, at + frame));
      }
    }
    return logs;
  }

  /** Makes a store of the database and that log. */
  void restore(byte[] log, Path copy) throws IOException {
    Files.copy(database, copy);
    Files.write(log(copy), log);
  }

  private static Path log(Path database) {
    return database.resolveSibling(database.getFileName() + "-wal");
  }

  @Override
  public void close() throws SQLException {
    reader.close();
  }
}
