/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.Selection;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.List;
import java.util.OptionalInt;

/**
 * The words of a denial. The first line is what operators of Portieris know, to the letter; the
 * reason code and details stand on further lines.
 */
final class DenialText {

  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_LINE = 2048;

  private final String image;
  private final String deny;

  DenialText(String image) {
    this.image = printable(image, LONGEST_NAME);
    this.deny = "Deny \"" + this.image + "\", ";
  }

  String invalidName() {
    return deny + "invalid image name";
  }

  String notSelected(Selection selection, String namespace) {
    return switch (selection) {
      case Selection.Chosen chosen -> "";
      case Selection.NoPolicies none -> deny + "no image policies or cluster polices";
      case Selection.NoClusterRule none ->
          deny
              + "no matching repositories in ClusterImagePolicy and no ImagePolicies in the \""
              + namespace
              + "\" namespace";
      case Selection.NoNamespacedRule none ->
          deny + "no matching repositories in the ImagePolicies";
    };
  }

  String unusableRule(String rule) {
    return deny + rule + " cannot be used";
  }

  String vulnerability() {
    return "Cannot use Vulnerability Advisor for IBM Cloud Container Registry with image \""
        + image
        + "\"";
  }

  String simpleRejects() {
    return "simple: policy denied the request: Running image docker://"
        + image
        + " is rejected by policy.";
  }

  /**
   * What simple signing did not accept.
   *
   * @param tried number of pull secrets' credentials that fit the image
   */
  String simple(Verdict verdict, int tried) {
    return switch (verdict) {
      case Verdict.Trusted trusted -> "";
      case Verdict.Rejected(ReasonCode code, String message) ->
          switch (code) {
            case UNAUTHORIZED ->
                "simple: " + deny + "no valid ImagePullSecret, " + tried + " tried";
            case NOT_FOUND -> "simple: " + firstLine(message);
            default -> "simple: policy denied the request: " + firstLine(message);
          };
      case Verdict.Unavailable unavailable -> "simple: " + firstLine(unavailable.message());
    };
  }

  String conflict(Digest notary, Digest simple) {
    return "Notary signs conflicting digest: " + notary + " simple: " + simple;
  }

  String mandatoryConflict(String own, Digest mine, String mandatory, Digest theirs) {
    return deny + own + " accepts " + mine + ", the mandatory " + mandatory + " only " + theirs;
  }

  static String endedExemption(String exemption) {
    return printable(exemption, LONGEST_LINE) + " has ended";
  }

  String noTrustServer() {
    return "trust: Trust Server/Image Configuration Error: no trust server could be found";
  }

  String signerSecret(String cause) {
    return "trust: " + deny + "could not get signerSecret from your cluster, " + cause;
  }

  String rootSecret(String cause) {
    return "trust: " + deny + "could not get the root of trust from your cluster, " + cause;
  }

  String internal() {
    return deny + "internal error";
  }

  /** What Docker Content Trust did not accept. */
  String trust(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Trusted trusted -> "";
      case Verdict.Rejected(ReasonCode code, String message) ->
          "trust: policy denied the request: "
              + deny
              + (code == ReasonCode.UNAUTHORIZED
                  ? "no valid ImagePullSecret defined for " + image
                  : "failed to get content trust information: " + firstLine(message));
      case Verdict.Unavailable(ReasonCode code, String message, OptionalInt status) ->
          "trust: "
              + deny
              + (status.isPresent()
                  ? "failed to get content trust information: unable to reach trust server at this"
                      + " time: "
                      + status.getAsInt()
                      + "."
                  : "could not resolve the auth-endpoint, " + firstLine(message));
    };
  }

  /** The whole denial: first line, reason code, image and details that the first line lacks. */
  String lines(String first, Verdict verdict) {
    StringBuilder text =
        new StringBuilder(printable(first, LONGEST_LINE))
            .append("\nreason: ")
            .append(verdict.code());
    if (!first.contains(image)) {
      text.append("\nimage: ").append(image);
    }
    for (String line : details(verdict)) {
      if (!line.isBlank() && !first.contains(line)) {
        text.append('\n').append(printable(line, LONGEST_LINE));
      }
    }
    return text.toString();
  }

  private static List<String> details(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Trusted trusted -> List.of();
      case Verdict.Rejected rejected -> rejected.message().lines().toList();
      case Verdict.Unavailable unavailable -> unavailable.message().lines().toList();
    };
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  /** Hostile names must not move the cursor, hide text or fill a log. */
  private static String printable(String text, int longest) {
    if (text.length() <= longest && isPlain(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean shown =
                  type != Character.CONTROL
                      && type != Character.FORMAT
                      && type != Character.SURROGATE
                      && type != Character.LINE_SEPARATOR
                      && type != Character.PARAGRAPH_SEPARATOR;
              if (shown) {
                out.appendCodePoint(c);
              } else {
                out.append(String.format("\\u%04x", c));
              }
            });
    return text.codePointCount(0, text.length()) > longest ? out + "…" : out.toString();
  }

  /** What nearly every text is: ASCII that is printed as it stands. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
