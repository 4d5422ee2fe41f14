/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements with their parameters, and rows as records. */
final class Rows {

  /** One row as a value. */
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  private Rows() {}

  static <T> List<T> query(Connection connection, Mapper<T> mapper, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(mapper.map(rows));
      }
      return result;
    }
  }

  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, column(values[i]));
    }
    return statement;
  }

  private static @Nullable Object column(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.isEmpty() ? null : column(optional.get());
      case Boolean flag -> flag ? 1 : 0;
      default -> value;
    };
  }

  static Mapper<Application> application(Path trees) {
    return row ->
        new Application(
            row.getLong("id"),
            row.getString("name"),
            row.getString("version"),
            ApplicationStatus.of(row.getString("status")),
            Optional.ofNullable(row.getString("progress")),
            row.getBoolean("active"),
            Timestamp.parse(row.getString("created_at")),
            Optional.ofNullable(row.getString("updated_at")).map(Timestamp::parse),
            trees.resolve(row.getString("tree")));
  }

  static ChartOverride chart(ResultSet row) throws SQLException {
    return new ChartOverride(
        row.getString("chart"),
        row.getString("namespace"),
        row.getBoolean("enabled"),
        Optional.ofNullable(row.getString("system_overrides")),
        Optional.ofNullable(row.getString("user_overrides")));
  }

  static Failure failure(ResultSet row) throws SQLException {
    return new Failure(
        OperationKind.valueOf(row.getString("kind")),
        row.getString("version"),
        Timestamp.parse(row.getString("at")),
        row.getString("reason"),
        row.getString("symptoms"));
  }

  static Reuse reuse(ResultSet row) throws SQLException {
    return new Reuse(flag(row, "reuse_overrides"), flag(row, "reuse_attributes"));
  }

  private static Optional<Boolean> flag(ResultSet row, String column) throws SQLException {
    boolean flag = row.getBoolean(column);
    return row.wasNull() ? Optional.empty() : Optional.of(flag);
  }

  static Operation operation(ResultSet row) throws SQLException {
    return new Operation(
        row.getLong("application_id"),
        OperationKind.valueOf(row.getString("kind")),
        new OperationOptions(
            row.getBoolean("force"), row.getBoolean("client_side"), row.getBoolean("images")),
        new ProcessOwner(row.getLong("owner_pid"), row.getLong("owner_start")));
  }
}
