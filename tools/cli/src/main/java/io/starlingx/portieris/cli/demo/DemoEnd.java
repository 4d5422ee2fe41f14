/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.testbed.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Undoes what the demo did, once: at its end, after a failure, or when the user interrupts it. On a
 * cluster of its own, ending the servers undoes everything. The folder goes last, since what undoes
 * reads it.
 */
final class DemoEnd implements AutoCloseable {

  private final DemoServers servers;
  private final SystemCommands system;
  private final TemporaryDirectory folder;
  private final AtomicBoolean uploaded = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicReference<Optional<ServerProcess>> webhook =
      new AtomicReference<>(Optional.empty());
  private final Thread hook = new Thread(this::undo, "demo-end");

  DemoEnd(DemoServers servers, SystemCommands system, TemporaryDirectory folder) {
    this.servers = servers;
    this.system = system;
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(hook);
    folder.keepAtExit();
  }

  /** From now on the cluster may hold the application. */
  void uploaded() {
    uploaded.set(true);
  }

  /** From now on there is this process. */
  void started(ServerProcess process) {
    webhook.set(Optional.of(process));
  }

  /** Leaves everything running; returns the ids of the processes. */
  List<Long> keep() {
    ended.set(true);
    List<Long> pids = new ArrayList<>(servers.release());
    webhook
        .get()
        .ifPresent(
            process -> {
              process.release();
              pids.add(process.pid());
            });
    return pids;
  }

  @Override
  public void close() {
    undo();
  }

  private void undo() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    if (servers.controlPlane().isEmpty() && uploaded.get()) {
      DemoObjects.delete(servers);
      system.quietly("application-remove", "--yes", "portieris");
      system.quietly("application-delete", "--yes", "portieris");
    }
    webhook.get().ifPresent(ServerProcess::close);
    servers.close();
    try {
      folder.close();
    } catch (IOException e) {
      throw new UncheckedIOException("deleting " + folder.path(), e);
    }
  }
}
