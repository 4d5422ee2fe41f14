/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import java.util.List;

/** Collects whether each object was admitted. */
final class DecidedObjects {

  private DecidedObjects() {}

  static ReviewObserver into(List<Boolean> admitted) {
    return (object, decoding) ->
        new ReviewObservation() {
          @Override
          public void decided(ObjectDecision decision) {
            admitted.add(decision.admitted());
          }
        };
  }
}
