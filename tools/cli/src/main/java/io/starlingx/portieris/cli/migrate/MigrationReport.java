/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.migrate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.webhook.migrate.MigrationCheck;
import io.starlingx.portieris.webhook.migrate.MigrationFinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found, for people or for programs. */
public final class MigrationReport {

  private MigrationReport() {}

  /** One JSON object, indented; every member is always there. */
  public static String json(MigrationCheck check) {
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("policies", check.policies())
            .put("workloads", check.workloads());
    ArrayNode findings = object.putArray("findings");
    for (MigrationFinding finding : check.findings()) {
      findings
          .addObject()
          .put("check", finding.check())
          .put("object", finding.object())
          .put("before", finding.before())
          .put("here", finding.here())
          .put("mend", finding.mend());
    }
    return object.toPrettyString();
  }

  /** Objects that change for the same reason stand together; then a line that counts. */
  public static String text(MigrationCheck check) {
    Map<MigrationFinding, List<String>> groups = new LinkedHashMap<>();
    for (MigrationFinding finding : check.findings()) {
      MigrationFinding reason =
          new MigrationFinding(
              finding.check(), "", finding.before(), finding.here(), finding.mend());
      groups.computeIfAbsent(reason, r -> new ArrayList<>()).add(finding.object());
    }
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (reason, objects) -> {
          text.append('[').append(reason.check()).append("]\n");
          objects.forEach(object -> line(text, "", object));
          line(text, "before", reason.before());
          line(text, "here", reason.here());
          line(text, "mend", reason.mend());
          text.append('\n');
        });
    return text.append(count(check.policies(), "policy", "policies"))
        .append(" and ")
        .append(count(check.workloads(), "workload", "workloads"))
        .append(": ")
        .append(
            check.findings().isEmpty()
                ? "no findings"
                : count(check.findings().size(), "finding", "findings"))
        .append("; nothing was changed\n")
        .toString();
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append("  ");
    if (!label.isEmpty()) {
      text.append(String.format("%-8s", label));
    }
    text.append(value.replaceAll("\\p{Cntrl}+", " ")).append('\n');
  }

  private static String count(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
