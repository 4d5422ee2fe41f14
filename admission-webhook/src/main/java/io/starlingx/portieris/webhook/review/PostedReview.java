/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

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

  /** What {@code reading}, which keeps little and waits for nobody, makes of the body. */
  public <T> T read(Function<byte[], T> reading) {
    return large.read(body.length, () -> reading.apply(body));
  }
}
