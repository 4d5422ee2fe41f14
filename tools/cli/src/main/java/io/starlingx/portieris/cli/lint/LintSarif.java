/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.lint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.app.lint.LintFinding;
import io.starlingx.portieris.app.lint.LintResult;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * The findings for tools that collect those of many linters.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
 */
public final class LintSarif {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private LintSarif() {}

  /** One run as a SARIF log, indented. */
  public static String of(LintResult result) {
    ObjectNode log = JsonNodeFactory.instance.objectNode();
    log.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "portieris app lint");
    ArrayNode rules = driver.putArray("rules");
    run.put("columnKind", "utf16CodeUnits");
    ArrayNode results = run.putArray("results");
    List<String> known = new ArrayList<>();
    for (LintFinding finding : result.findings()) {
      if (!known.contains(finding.rule())) {
        known.add(finding.rule());
        addRule(finding, rules.addObject());
      }
      addResult(finding, known.indexOf(finding.rule()), results.addObject());
    }
    return log.toPrettyString();
  }

  private static void addRule(LintFinding finding, ObjectNode rule) {
    rule.put("id", finding.rule());
    rule.putObject("shortDescription").put("text", finding.why());
    rule.putObject("help").put("text", finding.mend());
    rule.putObject("defaultConfiguration").put("level", LintText.name(finding.severity()));
  }

  private static void addResult(LintFinding finding, int rule, ObjectNode result) {
    result
        .put("ruleId", finding.rule())
        .put("ruleIndex", rule)
        .put("level", LintText.name(finding.severity()));
    result.putObject("message").put("text", finding.message() + ". " + finding.mend() + ".");
    ObjectNode location = result.putArray("locations").addObject().putObject("physicalLocation");
    location.putObject("artifactLocation").put("uri", uri(finding.file()));
    if (finding.line() > 0) {
      location.putObject("region").put("startLine", finding.line());
    }
  }

  /** A relative reference: characters that a URI cannot hold are percent-encoded. */
  private static String uri(String file) {
    try {
      return new URI(null, null, "/" + file, null).toASCIIString().substring(1);
    } catch (URISyntaxException e) {
      return "unnamed";
    }
  }
}
