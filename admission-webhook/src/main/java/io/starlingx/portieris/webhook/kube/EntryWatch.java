/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.starlingx.portieris.webhook.log.EventLog;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has it told which entries there are, by a watch that is opened again when it ends. Who may not
 * watch knows nothing and asks for each entry by itself.
 */
final class EntryWatch implements AutoCloseable {

  private static final EventLog LOG = EventLog.of(EntryWatch.class);

  private static final String FAILED = "watching trust state failed, trying again";

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE_OF_THE_REFUSED = Duration.ofMinutes(10);

  /** One that ends earlier is no better than one that fails. */
  private static final Duration LASTING = Duration.ofMinutes(1);

  private final EntryRequests requests;
  private final KnownEntries known;
  private final Thread thread;
  private final AtomicBoolean begun = new AtomicBoolean();

  /** Watches nothing yet. */
  EntryWatch(EntryRequests requests, KnownEntries known) {
    this.requests = requireNonNull(requests, "requests");
    this.known = requireNonNull(known, "known");
    this.thread = Thread.ofVirtual().name("trust-state-watch").unstarted(this::run);
  }

  /** Begins to watch, unless it has; returns at once. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      thread.start();
    }
  }

  /** Soon again even if refused: an API server that has just started forbids what it will allow. */
  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        long begin = System.nanoTime();
        Duration longest = watch() ? LONGEST_PAUSE : LONGEST_PAUSE_OF_THE_REFUSED;
        boolean hasLasted = System.nanoTime() - begin >= LASTING.toNanos();
        if (hasLasted) {
          pause = FIRST_PAUSE;
        }
        Thread.sleep(pause);
        pause = longer(pause, longest);
      }
    } catch (InterruptedException e) {
      LOG.debug("trust state is watched no more", EventLog.fields());
    }
  }

  private static Duration longer(Duration pause, Duration longest) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(longest) < 0 ? twice : longest;
  }

  /**
   * Watches until it breaks or ends.
   *
   * @return whether the API server did not forbid it
   */
  private boolean watch() throws InterruptedException {
    CompletableFuture<HttpResponse<AsyncBody>> answer = new CompletableFuture<>();
    try {
      answer = requests.watch(new EntryEvents(known));
      HttpResponse<AsyncBody> response = answer.get();
      if (response.code() != HttpURLConnection.HTTP_OK) {
        return response.code() != HttpURLConnection.HTTP_FORBIDDEN; // the client has logged it
      }
      follow(response.body());
    } catch (ExecutionException e) {
      LOG.warn(FAILED, EventLog.fields().with("cause", String.valueOf(e.getCause())));
    } catch (RuntimeException e) {
      LOG.error(FAILED, EventLog.fields(), e);
    } finally {
      known.close();
      CompletableFuture<Void> _ = answer.thenAccept(response -> response.body().cancel());
    }
    return true;
  }

  private void follow(AsyncBody events) throws ExecutionException, InterruptedException {
    known.open();
    events.consume();
    events.done().get();
  }

  /** Watches no more. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
