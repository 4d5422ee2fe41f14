/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.lint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.app.lint.LintFinding;
import io.starlingx.portieris.app.lint.LintResult;
import io.starlingx.portieris.app.lint.Severity;

/** The findings as one JSON object; every member is always there, an absent line is null. */
public final class LintJson {

  private LintJson() {}

  /** The whole object, indented. */
  public static String of(String application, LintResult result) {
    ObjectNode object = JsonNodeFactory.instance.objectNode().put("application", application);
    ArrayNode sysinv = object.putArray("sysinv");
    result.sysinv().forEach(generation -> sysinv.add(LintText.name(generation)));
    object.put("errors", result.count(Severity.ERROR));
    object.put("warnings", result.count(Severity.WARNING));
    object.put("omitted", result.omitted());
    ArrayNode served = object.putArray("served");
    result.served().forEach(served::add);
    ArrayNode findings = object.putArray("findings");
    result.findings().forEach(finding -> add(finding, findings.addObject()));
    return object.toPrettyString();
  }

  private static void add(LintFinding finding, ObjectNode object) {
    object.put("rule", finding.rule()).put("severity", LintText.name(finding.severity()));
    ArrayNode sysinv = object.putArray("sysinv");
    finding.sysinv().forEach(generation -> sysinv.add(LintText.name(generation)));
    object.put("file", finding.file());
    if (finding.line() > 0) {
      object.put("line", finding.line());
    } else {
      object.putNull("line");
    }
    object.put("message", finding.message()).put("why", finding.why()).put("mend", finding.mend());
  }
}
