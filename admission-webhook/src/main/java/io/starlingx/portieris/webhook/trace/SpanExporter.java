/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.trace;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.OutboundRequest;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.http.Transport;
import io.starlingx.portieris.webhook.log.EventLog;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Sends spans to a collector, some at a time. Whoever hands one over never waits: when the
 * collector is slower than the webhook, or down, spans are dropped.
 */
final class SpanExporter implements AutoCloseable {

  /** Spans that wait at most. */
  static final int QUEUE = 2_048;

  private static final EventLog LOG = EventLog.of(SpanExporter.class);
  private static final int BATCH = 256;
  private static final int MAX_ANSWER = 65_536;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(QUEUE);
  private final Transport transport;
  private final URI endpoint;
  private final OtlpDocument documents;
  private final IntConsumer dropped;
  private final Thread thread;
  private boolean works = true;

  /**
   * Begins.
   *
   * @param endpoint where OTLP/HTTP is spoken, with its path
   * @param dropped hears how many spans were not sent
   */
  SpanExporter(Transport transport, URI endpoint, OtlpDocument documents, IntConsumer dropped) {
    this.transport = requireNonNull(transport, "transport");
    this.endpoint = requireNonNull(endpoint, "endpoint");
    this.documents = requireNonNull(documents, "documents");
    this.dropped = requireNonNull(dropped, "dropped");
    this.thread = Thread.ofVirtual().name("traces").start(this::run);
  }

  /** Hands a span over. */
  void accept(Span span) {
    if (!waiting.offer(span)) {
      dropped.accept(1);
    }
  }

  private void run() {
    try {
      while (true) {
        List<Span> batch = new ArrayList<>(List.of(waiting.take()));
        long end = System.nanoTime() + PAUSE.toNanos();
        while (batch.size() < BATCH) {
          Span next = waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
          if (next == null) {
            break;
          }
          batch.add(next);
        }
        send(batch);
      }
    } catch (InterruptedException e) {
      List<Span> rest = new ArrayList<>();
      waiting.drainTo(rest);
      dropped.accept(rest.size());
    }
  }

  private void send(List<Span> batch) {
    OutboundRequest request =
        new OutboundRequest(
            OutboundRequest.Method.POST,
            endpoint,
            new Headers(List.of(new Headers.Field("Content-Type", "application/json"))),
            documents.of(batch),
            MAX_ANSWER,
            List.of(),
            TargetSource.CONFIGURED);
    HttpResult result =
        transport.send(request, RequestContext.unrecorded(Deadline.after(PATIENCE)));
    switch (result) {
      case HttpResult.Answer answer when answer.status() / 100 == 2 -> report(true, "");
      case HttpResult.Answer answer -> {
        dropped.accept(batch.size());
        report(false, "status " + answer.status());
      }
      case HttpResult.Failed(HttpResult.Kind kind, String message) -> {
        dropped.accept(batch.size());
        report(false, message);
      }
    }
  }

  /** Says when it begins to fail and when it works again, not each time. */
  private void report(boolean worked, String cause) {
    if (works && !worked) {
      LOG.warn("traces are not taken", EventLog.fields().with("cause", cause));
    } else if (!works && worked) {
      LOG.info("traces are taken again", EventLog.fields());
    }
    works = worked;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
