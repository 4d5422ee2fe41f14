/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.util.List;
import java.util.Optional;

/**
 * The values and attributes of charts, one row for each chart and namespace of an application. As
 * with {@link ApplicationStore}, every method is one transaction.
 */
public final class StoredOverrides {

  private final Database database;

  StoredOverrides(Database database) {
    this.database = database;
  }

  /** The rows of an application, by chart and namespace. */
  public List<ChartOverride> of(long applicationId) {
    return database.read(
        c ->
            Rows.query(
                c,
                Rows::chart,
                "SELECT * FROM chart_override WHERE application_id = ? ORDER BY chart, namespace",
                applicationId));
  }

  /** Adds rows for charts that have none yet. */
  public void add(long applicationId, List<ChartOverride> charts) {
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
  public boolean setUser(long applicationId, ChartOverride known, Optional<String> values) {
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
    set("enabled", isEnabled, applicationId, chart);
  }

  /** Replaces what the application's plugin computed for one chart. */
  public void setSystem(long applicationId, ChartOverride chart) {
    set("system_overrides", chart.system(), applicationId, chart);
  }

  /** Gives the chart of that row these user overrides and this attribute. */
  public void carryOver(long applicationId, ChartOverride chart) {
    database.write(
        c ->
            Rows.update(
                c,
                "UPDATE chart_override SET user_overrides = ?, enabled = ?"
                    + " WHERE application_id = ? AND chart = ? AND namespace = ?",
                chart.user(),
                chart.enabled(),
                applicationId,
                chart.chart(),
                chart.namespace()));
  }

  private void set(String column, Object value, long applicationId, ChartOverride chart) {
    database.write(
        c ->
            Rows.update(
                c,
                "UPDATE chart_override SET "
                    + column
                    + " = ? WHERE application_id = ? AND chart = ? AND namespace = ?",
                value,
                applicationId,
                chart.chart(),
                chart.namespace()));
  }
}
