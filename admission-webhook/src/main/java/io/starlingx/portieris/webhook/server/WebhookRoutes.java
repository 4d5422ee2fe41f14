/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Who answers what: {@code /metrics} on one listener, everything else on the other. Reviews run on
 * threads of their own, so that however many there are, the server's are free to tell how it is.
 */
final class WebhookRoutes extends Handler.Abstract.NonBlocking {

  /** Name of the plain listener. */
  static final String METRICS = "metrics";

  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<String, ReviewHandler> reviews;
  private final Readiness readiness;
  private final Supplier<String> metrics;
  private final Executor executor;

  /** Routes whose reviews run on {@code executor}, which is not closed here. */
  WebhookRoutes(
      Map<String, ReviewHandler> reviews,
      Readiness readiness,
      Supplier<String> metrics,
      Executor executor) {
    this.reviews = Map.copyOf(reviews);
    this.executor = executor;
    this.readiness = readiness;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    boolean plain = METRICS.equals(request.getConnectionMetaData().getConnector().getName());
    String path = Request.getPathInContext(request);
    @Nullable ReviewHandler review = plain ? null : reviews.get(path);
    if (review != null) {
      executor.execute(() -> review(review, request, response, callback));
      return true;
    }
    switch ((plain ? "plain " : "") + path) {
      case "/health/liveness" -> Answers.ok(response, callback);
      case "/health/readiness" -> tell(response, callback);
      case "plain /metrics" -> Answers.text(response, 200, METRICS_TYPE, metrics.get(), callback);
      default -> Answers.notFound(response, callback);
    }
    return true;
  }

  private static void review(
      ReviewHandler review, Request request, Response response, Callback callback) {
    try {
      review.handle(request, response, callback);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Response.writeError(request, response, callback, 503, "the webhook is stopping");
    } catch (RuntimeException | Error e) {
      Response.writeError(request, response, callback, e);
    }
  }

  private void tell(Response response, Callback callback) {
    List<String> missing = readiness.missing();
    if (missing.isEmpty()) {
      Answers.ok(response, callback);
    } else {
      String text = String.join("\n", missing) + "\n";
      Answers.text(response, 503, "text/plain; charset=utf-8", text, callback);
    }
  }
}
