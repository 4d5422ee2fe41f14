/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.webhook.review.Admission;
import io.starlingx.portieris.webhook.review.Reviewer;
import io.starlingx.portieris.webhook.server.BodyReader.RefusedBodyException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** {@code POST} of an AdmissionReview to one reviewer. */
final class ReviewHandler extends Handler.Abstract {

  private static final String UNDECODABLE = "bad request, unable to decode admission review body: ";

  private final Reviewer reviewer;
  private final BodyBudget budget;
  private final int maxBody;
  private final Duration timeout;

  /** A handler that shares the memory for bodies with others. */
  ReviewHandler(Reviewer reviewer, BodyBudget budget, int maxBody, Duration timeout) {
    this.reviewer = reviewer;
    this.budget = budget;
    this.maxBody = maxBody;
    this.timeout = timeout;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws InterruptedException {
    if (!HttpMethod.POST.is(request.getMethod())) {
      Answers.methodNotAllowed(response, callback);
      return true;
    }
    try {
      Answers.json(response, 200, answer(request), callback);
    } catch (RefusedBodyException e) {
      byte[] refusal = Admission.refusal(e.status, UNDECODABLE + e.getMessage());
      Answers.json(response, e.status, refusal, callback);
    }
    return true;
  }

  private byte[] answer(Request request) throws RefusedBodyException, InterruptedException {
    Deadline deadline = Deadline.after(RequestTimeout.budget(parameter(request), timeout));
    if (request.getLength() > maxBody) {
      throw BodyReader.tooLarge(maxBody);
    }
    try (BodyBudget.Share share = budget.share()) {
      byte[] body =
          BodyReader.read(Content.Source.asInputStream(request), maxBody, share, deadline);
      return reviewer.answer(body, deadline);
    } catch (RefusedBodyException e) {
      throw e;
    } catch (IOException e) {
      throw new RefusedBodyException(400, "the body did not arrive");
    }
  }

  private static Optional<String> parameter(Request request) {
    Fields query = Request.extractQueryParameters(request);
    return Optional.ofNullable(query.getValue("timeout"));
  }
}
