/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.Locale;

/**
 * What is reported about an image that runs, in the words of policy reports.
 *
 * @see <a href="https://github.com/kubernetes-sigs/wg-policy-prototypes">PolicyReport</a>
 */
public enum ScanOutcome {
  /** It is what its rule asks for. */
  PASS,
  /** It would be refused. */
  FAIL,
  /** It would be refused, did its rule enforce. */
  WARN,
  /** Nobody could be asked. */
  ERROR,
  /** Its rule asks for no check, or it is exempted. */
  SKIP;

  /** What a decision means. */
  public static ScanOutcome of(ImageDecision decision) {
    if (decision.isTolerated()) {
      return WARN;
    }
    return switch (decision.verdict()) {
      case Verdict.Trusted trusted ->
          decision.exemption().isPresent() || trusted.digest().isEmpty() ? SKIP : PASS;
      case Verdict.Rejected rejected -> FAIL;
      case Verdict.Unavailable unavailable -> ERROR;
    };
  }

  /** As reports and metrics write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
