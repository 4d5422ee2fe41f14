/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.Mode;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes one decision of those by a namespace's rule and by a mandatory rule of the cluster. */
final class MandatoryRule {

  private MandatoryRule() {}

  /**
   * Both must have passed, on the same content. Of two refusals the one that is enforced counts,
   * then the one that is said.
   *
   * @param own by the namespace's rule
   * @param cluster by the mandatory rule
   */
  static ImageDecision join(ImageDecision own, ImageDecision cluster) {
    List<String> warnings =
        Stream.concat(own.warnings().stream(), cluster.warnings().stream()).distinct().toList();
    ImageDecision both =
        own.verdict() instanceof Verdict.Trusted mine
                && cluster.verdict() instanceof Verdict.Trusted theirs
            ? agreed(own, mine, cluster, theirs)
            : refusal(own, cluster);
    return new ImageDecision(
        both.image(),
        both.rule(),
        cluster.rule(),
        Optional.empty(),
        both.mode(),
        both.verdict(),
        both.message(),
        both.replacement(),
        warnings,
        both.lasts());
  }

  private static ImageDecision agreed(
      ImageDecision own, Verdict.Trusted mine, ImageDecision cluster, Verdict.Trusted theirs) {
    if (mine.conflictsWith(theirs)) {
      return conflict(own, mine.digest().orElseThrow(), cluster, theirs.digest().orElseThrow());
    }
    return new ImageDecision(
        own.image(),
        own.rule(),
        Optional.empty(),
        Optional.empty(),
        own.mode(),
        mine.and(theirs),
        "",
        own.replacement().or(cluster::replacement),
        List.of(),
        Duration.ZERO); // the first may have aged for as long as the second took
  }

  private static ImageDecision conflict(
      ImageDecision own, Digest mine, ImageDecision cluster, Digest theirs) {
    String denial =
        new DenialText(own.image()).mandatoryConflict(title(own), mine, title(cluster), theirs);
    return ImageDecision.refused(
        own.image(),
        CheckOutcome.rejected(ReasonCode.DIGEST_CONFLICT, denial, ""),
        own.rule(),
        stricter(own.mode(), cluster.mode()));
  }

  /** What is tolerated leaves the image as it stands, unless the other rule has verified it. */
  private static ImageDecision refusal(ImageDecision own, ImageDecision cluster) {
    if (own.verdict() instanceof Verdict.Trusted) {
      return cluster.admits() ? cluster.pinnedBy(own) : cluster;
    }
    if (cluster.verdict() instanceof Verdict.Trusted) {
      return own.admits() ? own.pinnedBy(cluster) : own;
    }
    return stricter(own.mode(), cluster.mode()) == own.mode() ? own : cluster;
  }

  /** Modes are declared from strict to lenient. */
  private static Mode stricter(Mode a, Mode b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static String title(ImageDecision decision) {
    return decision.rule().map(RuleMatch::title).orElse("");
  }
}
