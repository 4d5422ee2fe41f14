/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Asks jdeps whether the runtime has every module that the program's jars refer to. */
final class ModuleCheck {

  private static final Pattern USE =
      Pattern.compile("(?<user>\\S+) -> (?<module>(java|jdk)\\.\\S+)");

  private ModuleCheck() {}

  static void check(Path jars, JavaProgram program) throws IOException, ImageException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-summary",
                "--ignore-missing-deps",
                "--multi-release",
                String.valueOf(Runtime.version().feature())));
    try (Stream<Path> entries = Files.list(jars)) {
      entries.map(Path::toString).sorted().forEach(arguments::add);
    }
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow(() -> new ImageException("there is no jdeps: run this with a full JDK"))
            .run(writer, writer, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new ImageException("jdeps failed: " + output.toString().strip());
    }
    SortedSet<String> missing = missing(output.toString(), program);
    if (!missing.isEmpty()) {
      throw new ImageException(
          "the runtime lacks modules that "
              + program.mainClass()
              + " needs, add them to JavaProgram: "
              + String.join(", ", missing));
    }
  }

  static SortedSet<String> missing(String summary, JavaProgram program) {
    SortedSet<String> missing = new TreeSet<>();
    USE.matcher(summary)
        .results()
        .filter(use -> !program.modules().contains(use.group("module")))
        .filter(use -> !program.leftOut().containsKey(use.group("module")))
        .forEach(use -> missing.add(use.group("module") + " (" + use.group("user") + ")"));
    return missing;
  }
}
