/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Applications, their overrides and the operations under way. Every method of this class and of
 * those that it gives is one transaction, so any number of threads and processes may use stores on
 * the same file. What a method returned is on the disk. All methods throw {@link StoreException}
 * when the file cannot be used.
 */
public final class ApplicationStore {

  private final Database database;
  private final ApplicationRows rows;

  private ApplicationStore(Database database, ApplicationRows rows) {
    this.database = database;
    this.rows = rows;
  }

  /** Opens the store in that directory, or creates it. */
  public static ApplicationStore open(Path directory, InstantSource clock) {
    Database database = Database.open(directory.resolve("system.db"), Schema.current());
    return new ApplicationStore(database, new ApplicationRows(directory.resolve("trees"), clock));
  }

  /** The directory below which the trees of the applications are. */
  public Path trees() {
    return rows.trees();
  }

  /** What is under way. */
  public Operations operations() {
    return new Operations(database, rows);
  }

  /** The versions of an application while it is updated. */
  public ApplicationVersions versions() {
    return new ApplicationVersions(database, rows);
  }

  /** The values and attributes of charts. */
  public StoredOverrides overrides() {
    return new StoredOverrides(database);
  }

  /** What has failed last. */
  public Failures failures() {
    return new Failures(database, rows.clock());
  }

  /** All applications with the versions that updates have put aside. */
  public List<Application> everyVersion() {
    return database.read(connection -> rows.query(connection, "SELECT * FROM application"));
  }

  /** All applications, by name. */
  public List<Application> list() {
    return database.read(rows::all);
  }

  /** The application of that name. */
  public Optional<Application> find(String name) {
    return database.read(connection -> rows.find(connection, name));
  }

  /** Forgets an application that is not installed; its tree stays for the caller to delete. */
  public Acceptance delete(String name, Function<Application, Optional<String>> check) {
    return database.write(
        connection ->
            rows.acceptance(
                connection,
                name,
                check,
                application -> {
                  Rows.update(connection, "DELETE FROM application WHERE id = ?", application.id());
                  Rows.update(connection, "DELETE FROM failure WHERE name = ?", name);
                  return new Accepted(application);
                }));
  }

  Optional<Application> byId(long id) {
    return database.read(connection -> rows.byId(connection, id));
  }
}
