/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Who answers what: {@code /metrics} on one listener, everything else on the other. */
final class WebhookRoutes extends Handler.Abstract {

  /** Name of the plain listener. */
  static final String METRICS = "metrics";

  private final AdmitHandler admit;
  private final Readiness readiness;
  private final AdmissionMetrics metrics;

  WebhookRoutes(AdmitHandler admit, Readiness readiness, AdmissionMetrics metrics) {
    this.admit = admit;
    this.readiness = readiness;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws InterruptedException {
    boolean plain = METRICS.equals(request.getConnectionMetaData().getConnector().getName());
    String path = Request.getPathInContext(request);
    switch ((plain ? "plain " : "") + path) {
      case "/admit" -> {
        return admit.handle(request, response, callback);
      }
      case "/health/liveness" -> Answers.ok(response, callback);
      case "/health/readiness" -> tell(response, callback);
      case "plain /metrics" ->
          Answers.text(response, 200, AdmissionMetrics.CONTENT_TYPE, metrics.page(), callback);
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
