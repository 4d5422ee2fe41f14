/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.webhook.review.BusyException;
import io.starlingx.portieris.webhook.review.LargeBodies;
import io.starlingx.portieris.webhook.review.PostedReview;
import io.starlingx.portieris.webhook.review.ReviewRefusal;
import io.starlingx.portieris.webhook.review.Reviewer;
import io.starlingx.portieris.webhook.server.BodyReader.RefusedBodyException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads a posted AdmissionReview within its limits and lets a reviewer answer. Who is refused hears
 * why, in a review as well: to the API server any other answer is a failure of the webhook, which
 * {@code failurePolicy: Ignore} takes for a permission. Blocks.
 */
final class ReviewHandler {

  /** How far beyond the limit a stated length is still worth reading the review's uid for. */
  private static final int PLAUSIBLE = 4;

  /** Beginnings of refused bodies that are read at a time. */
  private static final int BEGINNINGS = 64;

  private static final String TIMEOUT = "timeout=";

  private final Reviewer reviewer;
  private final BodyBudget budget;
  private final LargeBodies large;
  private final int maxBody;
  private final Duration timeout;
  private final LoadObserver observer;
  private final Beginnings beginnings = new Beginnings(BEGINNINGS);

  /** A handler that shares the memory for bodies with others. */
  ReviewHandler(
      Reviewer reviewer,
      BodyBudget budget,
      LargeBodies large,
      int maxBody,
      Duration timeout,
      LoadObserver observer) {
    this.reviewer = reviewer;
    this.budget = budget;
    this.large = large;
    this.maxBody = maxBody;
    this.timeout = timeout;
    this.observer = observer;
  }

  void handle(Request request, Response response, Callback callback) throws InterruptedException {
    if (!HttpMethod.POST.is(request.getMethod())) {
      Answers.methodNotAllowed(response, callback);
      return;
    }
    Deadline deadline = Deadline.after(RequestTimeout.budget(timeout(request), timeout));
    InputStream body = Content.Source.asInputStream(request);
    try {
      Answers.json(response, 200, answer(request, body, deadline), callback);
    } catch (RefusedBodyException e) {
      observer.refused(e.status);
      ReviewRefusal refusal =
          ReviewRefusal.of(e.status, String.valueOf(e.getMessage()), start(request, body, e));
      Answers.json(response, refusal.isReview() ? 200 : e.status, refusal.body(), callback);
    }
  }

  private byte[] answer(Request request, InputStream in, Deadline deadline)
      throws RefusedBodyException, InterruptedException {
    if (request.getLength() > maxBody) {
      throw BodyReader.tooLarge(maxBody, new byte[0]);
    }
    byte[] body = new byte[0];
    try (BodyBudget.Share share = budget.share()) {
      body = BodyReader.read(in, maxBody, share, deadline);
      String traceParent = request.getHeaders().get("traceparent");
      return reviewer.answer(
          new PostedReview(body, traceParent == null ? "" : traceParent, large), deadline);
    } catch (RefusedBodyException e) {
      throw e;
    } catch (BusyException e) {
      throw BodyReader.tooMany(body);
    } catch (IOException e) {
      throw new RefusedBodyException(400, "the body did not arrive", new byte[0]);
    }
  }

  private byte[] start(Request request, InputStream in, RefusedBodyException refused) {
    boolean isThere = refused.start().length > 0;
    boolean isWorthReading =
        (refused.status == 429 || refused.status == 413)
            && request.getLength() <= (long) PLAUSIBLE * maxBody;
    return isThere || !isWorthReading ? refused.start() : beginnings.read(in);
  }

  private static Optional<String> timeout(Request request) {
    String query = request.getHttpURI().getQuery();
    if (query == null) {
      return Optional.empty();
    }
    // As the API server asks: there is nothing to be decoded.
    if (query.startsWith(TIMEOUT) && isAlphanumeric(query, TIMEOUT.length())) {
      return Optional.of(query.substring(TIMEOUT.length()));
    }
    return Optional.ofNullable(Request.extractQueryParameters(request).getValue("timeout"));
  }

  private static boolean isAlphanumeric(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))) {
        return false;
      }
    }
    return true;
  }
}
