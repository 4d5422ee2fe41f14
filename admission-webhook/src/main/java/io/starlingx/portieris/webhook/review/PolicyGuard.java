/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.policy.PolicyFinding;
import io.starlingx.portieris.trust.policy.PolicyFinding.Severity;
import io.starlingx.portieris.trust.policy.PolicyLint;
import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.AdmissionResponse.Admitted;
import io.starlingx.portieris.webhook.review.AdmissionResponse.Denied;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Looks at image policies before they are stored. Whatever an earlier Portieris stores is stored
 * here as well, with a warning where it cannot be used or is hardly meant; only fields that it
 * never had, and fields that nobody knows, can have a policy refused. A very long one is not looked
 * at.
 */
public final class PolicyGuard implements Reviewer {

  private static final EventLog LOG = EventLog.of(PolicyGuard.class);

  /** Comparing more rules with each other takes longer than whoever stores them waits. */
  private static final int MAX_RULES = 1_000;

  /** In bytes, with the old form of the policy. */
  private static final int LONGEST_LOOKED_AT = 256 * 1024;

  private static final String TOO_MANY =
      "a policy of more than "
          + MAX_RULES
          + " rules and exemptions, or of hundreds of kilobytes, is stored without being looked at:"
          + " check it with portieris policy lint; one of more than 20000 rules denies everything";

  private static final int MAX_LINES = 50;

  private static final String GROUP = "portieris.cloud.ibm.com";

  /** Where the fields are that earlier versions of the kinds do not have. */
  private static final Pattern ADDED =
      Pattern.compile(
          ".*\\.(mode|mandatory|trustServers|require|root|storeSecretNamespace)\\b.*"
              + "|.*\\.signerSecrets\\[\\d+]\\.namespace"
              + "|spec\\.exemptions\\b.*");

  @Override
  public byte[] answer(PostedReview posted, Deadline deadline) {
    return posted.read(deadline, body -> answer(posted, body));
  }

  private static byte[] answer(PostedReview posted, byte[] body) {
    boolean isLong = body.length > LONGEST_LOOKED_AT;
    return switch (ReviewDecoder.decode(body)) {
      case DecodedReview.Unusable(String message) -> posted.refusal(message);
      case DecodedReview.Review(String apiVersion, String kind, AdmissionRequest request) ->
          ResponseWriter.write(apiVersion, kind, request.uid(), safely(request, isLong));
    };
  }

  private static AdmissionResponse safely(AdmissionRequest request, boolean isLong) {
    try {
      return decide(request, isLong);
    } catch (RuntimeException e) {
      LOG.error("looking at a policy failed", EventLog.fields().with("uid", request.uid()), e);
      return Denied.internalError();
    }
  }

  private static AdmissionResponse decide(AdmissionRequest request, boolean isLong) {
    if (!request.resource().group().equals(GROUP)) {
      return Denied.forbidden("only image policies are decided here");
    }
    if (request.leavesSpecAsStored()) {
      return Admitted.UNCHANGED;
    }
    JsonNode spec = request.object().path("spec");
    if (isLong || spec.path("repositories").size() + spec.path("exemptions").size() > MAX_RULES) {
      return new Admitted(List.of(), List.of(TOO_MANY), AuditRecord.NONE);
    }
    List<PolicyFinding> findings = PolicyLint.lint(request.object());
    List<String> refusals = lines(findings, PolicyGuard::refuses);
    List<String> warnings = lines(findings, PolicyGuard::warns);
    if (refusals.isEmpty()) {
      return new Admitted(List.of(), warnings, AuditRecord.NONE);
    }
    LOG.info(
        "policy refused",
        EventLog.fields()
            .with("uid", request.uid())
            .with("namespace", request.namespace())
            .with("name", request.name())
            .with("findings", refusals.size()));
    return Denied.forbidden("\n" + String.join("\n", refusals), warnings, AuditRecord.NONE);
  }

  private static boolean refuses(PolicyFinding finding) {
    return finding.severity() == Severity.ERROR
        && (finding.check().equals(PolicyLint.UNKNOWN_FIELD)
            || ADDED.matcher(finding.path()).matches());
  }

  /** Which trust servers the chart's values list is not for a policy's author to know. */
  private static boolean warns(PolicyFinding finding) {
    return !refuses(finding) && !finding.check().equals("server/none");
  }

  private static List<String> lines(List<PolicyFinding> findings, Predicate<PolicyFinding> which) {
    List<PolicyFinding> these = findings.stream().filter(which).toList();
    List<String> lines =
        new ArrayList<>(these.stream().limit(MAX_LINES).map(PolicyGuard::line).toList());
    if (these.size() > MAX_LINES) {
      lines.add("and " + (these.size() - MAX_LINES) + " more");
    }
    return lines;
  }

  private static String line(PolicyFinding finding) {
    return Printable.text(finding.path() + ": " + finding.message());
  }
}
