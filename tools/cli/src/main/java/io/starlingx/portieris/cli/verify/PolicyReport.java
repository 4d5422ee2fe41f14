/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.policy.LintedPolicy;
import io.starlingx.portieris.trust.policy.PolicyFinding;
import io.starlingx.portieris.trust.policy.PolicyFinding.Severity;
import io.starlingx.portieris.trust.policy.PolicyLint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** What is wrong with the policies of some files, for people or for programs. */
public final class PolicyReport {

  private static final String INDENT = " ".repeat(9);

  private final int policies;
  private final List<Located> findings;

  private PolicyReport(int policies, List<Located> findings) {
    this.policies = policies;
    this.findings = findings;
  }

  /**
   * A finding and where its policy stands.
   *
   * @param place file and line of the object
   * @param policy kind and name of the object
   */
  private record Located(String place, String policy, PolicyFinding finding) {
    private Located {
      requireNonNull(place, "place");
      requireNonNull(policy, "policy");
      requireNonNull(finding, "finding");
    }

    String severity() {
      return finding.severity().name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Looks at all policies of all files together.
   *
   * @throws InputException when a file cannot be read, or holds anything but policies, or none
   */
  public static PolicyReport of(List<Path> files) {
    List<Manifest> manifests = new ArrayList<>();
    files.forEach(file -> manifests.addAll(PolicyManifests.manifests(file)));
    List<LintedPolicy> linted = PolicyLint.check(manifests.stream().map(Manifest::object).toList());
    List<Located> findings = new ArrayList<>();
    for (int i = 0; i < linted.size(); i++) {
      String place = manifests.get(i).place();
      String policy = linted.get(i).policy().title();
      linted.get(i).findings().forEach(found -> findings.add(new Located(place, policy, found)));
    }
    return new PolicyReport(manifests.size(), findings);
  }

  /** How many findings are that bad. */
  public long count(Severity severity) {
    return findings.stream().filter(f -> f.finding().severity() == severity).count();
  }

  /** One JSON object, indented; every member is always there. */
  public String json() {
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("policies", policies)
            .put("errors", count(Severity.ERROR))
            .put("warnings", count(Severity.WARNING));
    ArrayNode array = object.putArray("findings");
    for (Located located : findings) {
      array
          .addObject()
          .put("severity", located.severity())
          .put("check", located.finding().check())
          .put("place", located.place())
          .put("policy", located.policy())
          .put("path", located.finding().path())
          .put("message", located.finding().message())
          .put("mend", located.finding().mend());
    }
    return object.toPrettyString();
  }

  /**
   * One block per finding, then a line that counts.
   *
   * @param style given a colour's name and a text, the text in that colour
   */
  public String text(BinaryOperator<String> style) {
    return findings.stream().map(located -> block(located, style)).collect(Collectors.joining())
        + plural(policies, "policy", "policies")
        + ": "
        + (findings.isEmpty()
            ? "no findings"
            : plural(count(Severity.ERROR), "error", "errors")
                + ", "
                + plural(count(Severity.WARNING), "warning", "warnings"))
        + "\n";
  }

  private static String block(Located located, BinaryOperator<String> style) {
    String severity = located.severity();
    String colour = located.finding().severity() == Severity.ERROR ? "red" : "yellow";
    return String.join(
        "\n" + INDENT,
        style.apply(colour, severity)
            + INDENT.substring(severity.length())
            + located.place()
            + "  "
            + Printable.text(located.policy()),
        Printable.text(located.finding().path()) + "  [" + located.finding().check() + "]",
        Printable.text(located.finding().message()),
        "mend: " + located.finding().mend() + "\n\n");
  }

  private static String plural(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
