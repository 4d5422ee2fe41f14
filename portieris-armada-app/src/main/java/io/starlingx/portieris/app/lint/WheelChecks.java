/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.WheelContent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A plugin wheel as a package: sysinv unpacks it and puts the folder on Python's path. */
final class WheelChecks {

  private static final Rule RECORD =
      Rule.warning(
          "plugin/record",
          "the wheel was changed after it was built, or its RECORD is not of it",
          "build the wheel again");
  private static final Rule REPEATED =
      Rule.warning(
          "plugin/duplicate-file", "which of the files is loaded is chance", "pack each file once");
  private static final Rule OUTSIDE =
      Rule.warning(
          "plugin/leads-out", "the file is unpacked elsewhere than its name says", "rename it");
  private static final Rule DATA =
      Rule.warning(
          "plugin/data",
          "sysinv only unpacks the wheel; nothing of *.data is installed",
          "put the files into the package");
  private static final Rule TOO_NEW =
      Rule.warning(
          "plugin/python-3.9",
          "platforms on Debian bullseye run Python 3.9, which cannot load the module",
          "write Python that 3.9 takes");
  private static final Rule TOO_OLD =
      Rule.warning(
          "plugin/python-3.12",
          "platforms on Debian trixie run Python 3.12 or later, which cannot load the module",
          "write Python that 3.12 takes");

  private static final Rule REQUIRES =
      Rule.warning(
          "plugin/requires-dist",
          "sysinv only unpacks the wheel and installs nothing with it: a module that the platform"
              + " lacks is missing when the plugin is loaded",
          "put the code into the package, or make sure that the platform brings the distribution");
  private static final Pattern EXTRA = Pattern.compile(";.*\\bextra\\b");

  private WheelChecks() {}

  static void check(String file, WheelContent wheel, Findings findings) {
    wheel.repeated().forEach(name -> findings.add(REPEATED, file, name + " occurs twice"));
    for (String name : wheel.files().keySet()) {
      if (name.startsWith("/") || List.of(name.split("/", -1)).contains("..")) {
        findings.add(OUTSIDE, file, name + " leads out of the wheel");
      }
      if (name.matches("[^/]+\\.data/.*")) {
        findings.add(DATA, file, name + " is not installed");
      }
    }
    wheel.info("METADATA").stream()
        .flatMap(String::lines)
        .takeWhile(line -> !line.isBlank())
        .filter(line -> line.startsWith("Requires-Dist:") && !EXTRA.matcher(line).find())
        .forEach(line -> findings.add(REQUIRES, file, "METADATA has " + line.strip()));
    wheel.info("RECORD").ifPresent(record -> record(file, record, wheel, findings));
    for (Map.Entry<String, String> text : wheel.texts().entrySet()) {
      if (text.getKey().endsWith(".py")) {
        for (PythonSource.Finding finding : PythonSource.check(text.getValue())) {
          findings.add(
              finding.age() == PythonSource.Age.TOO_NEW ? TOO_NEW : TOO_OLD,
              file,
              text.getKey() + ":" + finding.line() + " has " + finding.what());
        }
      }
    }
  }

  /** Lines {@code name,sha256=hash,size}; that of RECORD itself has neither. */
  private static void record(String file, String record, WheelContent wheel, Findings findings) {
    Set<String> listed = new HashSet<>();
    for (String line : record.lines().filter(l -> !l.isBlank()).toList()) {
      int size = line.lastIndexOf(',');
      int hash = size < 0 ? -1 : line.lastIndexOf(',', size - 1);
      if (hash < 0) {
        findings.add(RECORD, file, "RECORD holds the line " + line);
        continue;
      }
      String name = unquoted(line.substring(0, hash));
      String sum = line.substring(hash + 1, size);
      listed.add(name);
      WheelContent.File content = wheel.files().get(name);
      if (content == null) {
        findings.add(RECORD, file, "RECORD names " + name + ", which is not there");
      } else if (sum.startsWith("sha256=")
          && !sum.substring("sha256=".length()).equals(content.sha256())) {
        findings.add(RECORD, file, name + " has other content than RECORD says");
      }
    }
    for (String name : wheel.files().keySet()) {
      if (!listed.contains(name) && !name.matches(".*\\.dist-info/RECORD(\\.\\w+)?")) {
        findings.add(RECORD, file, "RECORD does not name " + name);
      }
    }
  }

  private static String unquoted(String name) {
    return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }
}
