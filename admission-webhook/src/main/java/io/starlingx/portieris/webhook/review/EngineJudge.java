/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.ImageTrust;
import io.starlingx.portieris.trust.http.RequestContext;
import java.util.Optional;

/** The engine as judge. */
public record EngineJudge(ImageTrust engine) implements ImageJudge {
  public EngineJudge {
    requireNonNull(engine, "engine");
  }

  @Override
  public ImageDecision decide(ImageQuery query, RequestContext context) {
    return engine.decide(query, context);
  }

  @Override
  public Optional<ImageDecision> known(ImageQuery query, RequestContext context) {
    return engine.known(query, context);
  }
}
