/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.chart.ChartLinter;
import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.ChartArchive;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has Helm's own linter render the charts with their default values, as sysinv does, while other
 * checks go on. All charts together get 30 seconds: a template may repeat itself without end.
 */
final class HelmLint implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MOST_THREADS = 4;

  private static final Rule FAILED =
      Rule.error(
          "chart/helm-lint",
          "sysinv runs 'helm lint' on every chart after it took the upload, which then fails",
          "mend the chart until 'helm lint' has no error");
  private static final Rule ENDLESS =
      Rule.warning(
          "chart/not-rendered",
          "sysinv renders the charts, too, and waits for as long as it takes",
          "look for a template that repeats itself, or split the application");

  private final ExecutorService executor;
  private final Map<String, Future<List<String>>> charts = new LinkedHashMap<>();
  private final Future<?> loaded;
  private long end;

  /** Helm is loaded while the application is read. */
  HelmLint() {
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    // A native call cannot be stopped, and must not keep the program from ending.
    this.executor =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("helm-lint-", 0).factory());
    this.loaded = executor.submit(ChartLinter::load);
  }

  /** Begins with every chart that could be read; of the others the findings say enough. */
  void begin(Application app) {
    end = System.nanoTime() + LONGEST.toNanos();
    for (ChartArchive chart : app.charts()) {
      if (chart.file().startsWith("charts/") && ChartChecks.isSound(chart)) {
        charts.put(
            chart.file(),
            executor.submit(() -> ChartLinter.errors(app.root().resolve(chart.file()))));
      }
    }
  }

  /** Waits for the charts and reports what Helm says. */
  void check(Findings findings) {
    for (Map.Entry<String, Future<List<String>>> chart : charts.entrySet()) {
      try {
        long left = Math.max(0, end - System.nanoTime());
        for (String error : chart.getValue().get(left, TimeUnit.NANOSECONDS)) {
          findings.add(
              FAILED, chart.getKey(), "one or more charts failed validation. (" + error + ")");
        }
      } catch (TimeoutException e) {
        findings.add(
            ENDLESS,
            chart.getKey(),
            "'helm lint' did not end within " + LONGEST.toSeconds() + " s");
      } catch (ExecutionException e) {
        Object cause = loaded.state() == Future.State.FAILED ? loaded.exceptionNow() : e.getCause();
        findings.add(
            FAILED, chart.getKey(), "one or more charts failed validation. (" + cause + ")");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
