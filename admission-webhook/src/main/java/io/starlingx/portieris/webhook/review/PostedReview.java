/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Deadline;
import java.util.function.Function;

/** A request whose body is to be an AdmissionReview in JSON. */
public final class PostedReview {

  private final byte[] body;
  private final String traceParent;
  private final LargeBodies large;

  /**
   * A request.
   *
   * @param traceParent the header of that name; empty without one
   * @param large shared with whatever else is read in this process
   */
  public PostedReview(byte[] body, String traceParent, LargeBodies large) {
    this.body = requireNonNull(body, "body");
    this.traceParent = requireNonNull(traceParent, "traceParent");
    this.large = requireNonNull(large, "large");
  }

  String traceParent() {
    return traceParent;
  }

  /**
   * What {@code reading}, which keeps little and asks nobody, makes of the body.
   *
   * @throws BusyException when it is not this one's turn soon
   */
  public <T> T read(Deadline deadline, Function<byte[], T> reading) {
    return large.read(body.length, deadline, () -> reading.apply(body));
  }

  /** The answer to a body that cannot be used, with the uid if that can be read. */
  byte[] refusal(String message) {
    return ReviewRefusal.unusable(message, body).body();
  }
}
