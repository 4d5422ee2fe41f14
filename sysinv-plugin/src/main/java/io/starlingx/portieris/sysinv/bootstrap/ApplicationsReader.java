/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.List;
import java.util.Map;

/**
 * Checks {@code applications} by the platform's rules. Whether the files are there is for the host
 * that runs bootstrap to see.
 */
final class ApplicationsReader {

  private static final String ENTRY = "one key, the tarball's path, with overrides below it";
  private static final List<String> FIELDS = List.of("chart", "namespace", "values-path");

  private ApplicationsReader() {}

  static void check(Variables variables) {
    variables
        .find("applications")
        .filter(value -> !value.isOpaque())
        .ifPresent(
            value ->
                value.list("a list; each element: " + ENTRY).stream()
                    .filter(element -> !element.isOpaque())
                    .forEach(ApplicationsReader::checkEntry));
  }

  private static void checkEntry(Value element) {
    element
        .section(ENTRY)
        .ifPresent(
            entry -> {
              if (entry.entries().size() != 1) {
                element.problem(
                    "Malformed application yaml: it has " + entry.entries().size() + " keys",
                    ENTRY);
                return;
              }
              entry.entries().forEach(ApplicationsReader::checkApplication);
            });
  }

  private static void checkApplication(String tarball, Value application) {
    if (!tarball.matches(".*\\.tgz") && !tarball.contains("{{")) {
      application.problem("File has unrecognizable tarfile extension.", "NAME-N.N-N.tgz");
    }
    if (tarball.matches("(.*/)?portieris-[^/]*\\.tgz")) {
      application.notice(
          "names portieris already: bootstrap reads the new entry only in its place", "");
    }
    if (application.isNull() || application.isOpaque()) {
      return;
    }
    application
        .section("overrides")
        .flatMap(section -> section.find("overrides"))
        .filter(overrides -> !overrides.isOpaque())
        .ifPresent(
            overrides ->
                overrides.list("a list of {chart, namespace, values-path}").stream()
                    .flatMap(o -> o.section(String.join(", ", FIELDS)).stream())
                    .forEach(ApplicationsReader::checkOverride));
  }

  private static void checkOverride(Section override) {
    Map<String, Value> entries = override.entries();
    for (String field : FIELDS) {
      override
          .need(field, "text")
          .filter(value -> !value.isOpaque())
          .ifPresent(value -> value.text(entries.size() > 3 ? String.join(", ", FIELDS) : "text"));
    }
  }
}
