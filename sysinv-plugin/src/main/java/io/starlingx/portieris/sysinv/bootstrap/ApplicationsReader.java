/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.List;
import java.util.Map;

/**
 * Checks {@code applications} by the platform's rules. Whether the files are there is judged only
 * where their directories are.
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
      String name = Section.printable(tarball.substring(tarball.lastIndexOf('/') + 1));
      application.problem(
          "File " + name + " has unrecognizable tarfile extension.", "NAME-N.N-N.tgz");
    } else {
      ControllerFile.of(tarball).ifPresent(file -> checkTarball(tarball, file, application));
    }
    if (application.isNull() || application.isOpaque()) {
      return;
    }
    application
        .section("overrides")
        .flatMap(section -> section.find("overrides"))
        .filter(overrides -> !overrides.isOpaque())
        .ifPresent(ApplicationsReader::checkOverrides);
  }

  private static void checkTarball(String tarball, ControllerFile file, Value application) {
    if (file.isDirectory()) {
      application.problem(tarball + " is a directory", "the file NAME-N.N-N.tgz");
    } else if (file.isMissing()) {
      application.notice(tarball + " doesn't exist", "");
    }
  }

  private static void checkOverrides(Value overrides) {
    List<Value> elements = overrides.list("a list of {chart, namespace, values-path}");
    elements.stream()
        .flatMap(element -> element.section(String.join(", ", FIELDS)).stream())
        .forEach(ApplicationsReader::checkOverride);
    if (elements.size() > 1) {
      overrides.notice("bootstrap applies only the first override of an application", "");
    }
  }

  private static void checkOverride(Section override) {
    Map<String, Value> entries = override.entries();
    for (String field : FIELDS) {
      override
          .need(field, "text")
          .filter(value -> !value.isOpaque())
          .flatMap(value -> value.text(entries.size() > 3 ? String.join(", ", FIELDS) : "text"))
          .filter(text -> field.equals("values-path"))
          .flatMap(ControllerFile::of)
          .filter(ControllerFile::isMissing)
          .ifPresent(file -> override.value().notice(file.path() + " doesn't exist", ""));
    }
  }
}
