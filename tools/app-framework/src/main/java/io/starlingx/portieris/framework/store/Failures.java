/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.time.InstantSource;
import java.util.Optional;

/**
 * The last failure of each application, by name. As with {@link ApplicationStore}, every method is
 * one transaction.
 */
public final class Failures {

  private final Database database;
  private final InstantSource clock;

  Failures(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Remembers a failure in place of an earlier one. */
  public void record(Application application, OperationKind kind, String reason, String symptoms) {
    database.write(
        c ->
            Rows.update(
                c,
                "INSERT OR REPLACE INTO failure (name, kind, version, at, reason, symptoms)"
                    + " VALUES (?, ?, ?, ?, ?, ?)",
                application.name(),
                kind.name(),
                application.version(),
                Timestamp.of(clock.instant()),
                reason,
                symptoms));
  }

  /** The last failure; empty when the application has not failed since its last success. */
  public Optional<Failure> of(String name) {
    return database.read(
        c ->
            Rows.query(c, Rows::failure, "SELECT * FROM failure WHERE name = ?", name).stream()
                .findFirst());
  }

  /** Forgets it: an operation has succeeded since. */
  public void forget(String name) {
    database.write(c -> Rows.update(c, "DELETE FROM failure WHERE name = ?", name));
  }
}
