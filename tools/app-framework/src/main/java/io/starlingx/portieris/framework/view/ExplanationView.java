/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.framework.diagnosis.Explanation;
import io.starlingx.portieris.framework.diagnosis.Symptom;
import io.starlingx.portieris.framework.diagnosis.Symptom.ContainerLog;
import io.starlingx.portieris.framework.diagnosis.Symptoms;
import io.starlingx.portieris.framework.store.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Why an application has failed, for people. */
public final class ExplanationView {

  private final BinaryOperator<String> colours;

  /**
   * @param colours gives a text, the second, a colour by its name, the first
   */
  public ExplanationView(BinaryOperator<String> colours) {
    this.colours = colours;
  }

  /** The same for programs. */
  public static ObjectNode json(Explanation why) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", why.application().name());
    json.put("status", why.application().status().text());
    json.put("operation", why.failure().kind().text());
    json.put("app_version", why.failure().version());
    json.put("failed_at", Timestamp.of(why.failure().at()));
    json.put("reason", why.failure().reason());
    json.put("symptoms_of", why.isNow() ? "now" : "then");
    json.set("symptoms", Symptoms.json(why.symptoms()));
    json.put("log", why.log().toString());
    return json;
  }

  /** The text. */
  public String text(Explanation why) {
    List<String> lines = new ArrayList<>();
    lines.add(
        colours.apply(
            "bold",
            "%s: application-%s of version %s failed at %s; the status is %s now"
                .formatted(
                    why.application().name(),
                    why.failure().kind().text(),
                    why.failure().version(),
                    Timestamp.of(why.failure().at()),
                    why.application().status().text())));
    why.failure().reason().lines().forEach(line -> lines.add("  " + line));
    lines.add("");
    if (why.symptoms().isEmpty()) {
      lines.add("Nothing is wrong with the application's objects on the cluster.");
    } else {
      lines.add(why.isNow() ? "Wrong on the cluster now:" : "Wrong on the cluster then:");
    }
    why.symptoms().forEach(symptom -> add(symptom, lines));
    lines.add("Log: " + why.log());
    return String.join("\n", lines) + "\n";
  }

  private void add(Symptom symptom, List<String> lines) {
    lines.add(colours.apply("bold", symptom.object()));
    symptom.conditions().forEach(line -> lines.add("  " + colours.apply("red", line)));
    symptom.events().forEach(line -> lines.add("  event " + line));
    for (ContainerLog log : symptom.logs()) {
      lines.add("  last lines of container " + log.container() + ":");
      log.lines().forEach(line -> lines.add("    " + line));
    }
  }
}
