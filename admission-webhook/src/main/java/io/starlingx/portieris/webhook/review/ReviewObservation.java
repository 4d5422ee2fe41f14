/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.trust.http.RequestRecord;
import java.time.Duration;

/** Watches one review, step by step. */
public interface ReviewObservation extends Recorder {

  @Override
  default void accept(RequestRecord request) {}

  /** The object's images were evaluated; not called for a request whose images could not be. */
  default void decided(ObjectDecision decision) {}

  /** The answer is written. */
  default void answered(Duration writing) {}
}
