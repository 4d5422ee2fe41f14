/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Some who ask at the same time, each over a connection of its own. */
record Crowd(int number, Asker asker) {

  /** The crowd that a scenario sends to a webhook. */
  static Crowd of(Scenario scenario, Target target) {
    Asker asker =
        scenario.bodyMiB() > 0
            ? new LargeBody(target.tls(), target.url(), scenario.bodyMiB())
            : scenario.protocol() == Scenario.Protocol.HTTP_2
                ? new Http2Load(target.tls(), target.url(), scenario.streams())
                : new Http1Load(target.tls(), target.url());
    return new Crowd(scenario.connections(), asker);
  }

  /** Returns when all questions are answered. */
  Load.Outcome ask(Load load) throws IOException, InterruptedException {
    try (ExecutorService executor = Executors.newFixedThreadPool(number)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        running.add(
            executor.submit(
                () -> {
                  asker.ask(load);
                  return true;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    }
    return load.outcome();
  }
}
