/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.webhook.review.Admission;
import io.starlingx.portieris.webhook.server.BodyReader.RefusedBodyException;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** {@code POST /admit}. */
final class AdmitHandler implements Handler {

  private static final String UNDECODABLE = "bad request, unable to decode admission review body: ";

  private final Admission admission;
  private final BodyBudget budget;
  private final int maxBody;
  private final Duration timeout;

  AdmitHandler(Admission admission, int maxBody, Duration timeout) {
    this.admission = admission;
    this.budget = new BodyBudget(4 * maxBody);
    this.maxBody = maxBody;
    this.timeout = timeout;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws InterruptedException {
    Deadline deadline =
        Deadline.after(
            RequestTimeout.budget(request.query().first("timeout").asOptional(), timeout));
    OptionalLong length = request.headers().contentLength();
    if (length.isPresent() && length.getAsLong() > maxBody) {
      refuse(response, BodyReader.tooLarge(maxBody));
      return;
    }
    int weight = (int) length.orElse(maxBody);
    if (!budget.take(weight, deadline)) {
      refuse(response, new RefusedBodyException(429, "too many requests at the same time"));
      return;
    }
    try {
      byte[] body = BodyReader.read(request.content().inputStream(), maxBody, deadline);
      send(response, Status.OK_200, admission.answer(body, deadline));
    } catch (RefusedBodyException e) {
      refuse(response, e);
    } catch (IOException e) {
      refuse(response, new RefusedBodyException(400, "the body could not be read"));
    } finally {
      budget.giveBack(weight);
    }
  }

  private static void refuse(ServerResponse response, RefusedBodyException refusal) {
    send(response, Status.create(refusal.status), text(refusal));
  }

  /** The answer to a request whose body was not read. */
  static byte[] text(RefusedBodyException refusal) {
    return Admission.refusal(UNDECODABLE + refusal.getMessage());
  }

  private static void send(ServerResponse response, Status status, byte[] json) {
    response.status(status);
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(json);
  }
}
