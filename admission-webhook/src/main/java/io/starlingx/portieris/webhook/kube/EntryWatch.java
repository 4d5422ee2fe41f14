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

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

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

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        pause = watch() ? FIRST_PAUSE : longer(pause);
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      LOG.debug("trust state is watched no more", EventLog.fields());
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /** Whether the API server had it watched; returns when it does so no more. */
  private boolean watch() throws InterruptedException {
    CompletableFuture<HttpResponse<AsyncBody>> answer = requests.watch(new EntryEvents(known));
    boolean isBegun = false;
    try {
      HttpResponse<AsyncBody> response = answer.get();
      if (response.code() == HttpURLConnection.HTTP_OK) {
        isBegun = true;
        known.open();
        response.body().consume();
        response.body().done().get();
      }
    } catch (ExecutionException e) {
      LOG.warn(
          "watching trust state failed, trying again",
          EventLog.fields().with("cause", requireNonNull(e.getCause())));
    } finally {
      known.close();
      CompletableFuture<Void> _ = answer.thenAccept(response -> response.body().cancel());
    }
    return isBegun;
  }

  /** Watches no more. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
