/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Who answers what: {@code /metrics} on one listener, everything else on the other. */
final class WebhookRoutes extends Handler.Abstract {

  /** Name of the plain listener. */
  static final String METRICS = "metrics";

  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<String, ReviewHandler> reviews;
  private final Readiness readiness;
  private final Supplier<String> metrics;

  WebhookRoutes(Map<String, ReviewHandler> reviews, Readiness readiness, Supplier<String> metrics) {
    this.reviews = Map.copyOf(reviews);
    this.readiness = readiness;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws InterruptedException {
    boolean plain = METRICS.equals(request.getConnectionMetaData().getConnector().getName());
    String path = Request.getPathInContext(request);
    @Nullable ReviewHandler review = plain ? null : reviews.get(path);
    if (review != null) {
      return review.handle(request, response, callback);
    }
    switch ((plain ? "plain " : "") + path) {
      case "/health/liveness" -> Answers.ok(response, callback);
      case "/health/readiness" -> tell(response, callback);
      case "plain /metrics" -> Answers.text(response, 200, METRICS_TYPE, metrics.get(), callback);
      default -> Answers.notFound(response, callback);
    }
    return true;
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
