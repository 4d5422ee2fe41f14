/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * The modules of a JDK of another architecture, from which the jlink of this one links a runtime
 * for it.
 *
 * @param architecture of the modules, as Debian and the OCI image specification name it
 * @param directory holds {@code java.base.jmod} and the others
 * @param version of the JDK
 * @see <a href="https://docs.oracle.com/en/java/javase/25/docs/specs/man/jlink.html">jlink</a>
 */
public record ModuleFolder(String architecture, Path directory, String version) {

  private static final String BASE = "java.base.jmod";

  /** What {@code java.base} says that it is for, by Debian's name of it. */
  private static final Map<String, String> PLATFORMS =
      Map.of(
          "amd64", "linux-amd64",
          "arm64", "linux-aarch64",
          "ppc64el", "linux-ppc64le",
          "riscv64", "linux-riscv64",
          "s390x", "linux-s390x");

  private static final Pattern MODULE = Pattern.compile("java\\.base@(?<version>\\S+)");
  private static final Pattern PLATFORM = Pattern.compile("(?m)^platform (?<platform>\\S+)$");

  /**
   * Looks for the modules of a JDK.
   *
   * @param jdk its folder, or the folder of its modules
   * @throws ImageException when they are not there, or are for another architecture or version
   */
  public static ModuleFolder of(String architecture, Path jdk) throws ImageException {
    String wanted = PLATFORMS.getOrDefault(architecture, "");
    if (wanted.isEmpty()) {
      throw new ImageException(
          "'"
              + architecture
              + "' is no architecture that images are made for here; there are "
              + String.join(", ", PLATFORMS.keySet().stream().sorted().toList()));
    }
    Path directory = Files.exists(jdk.resolve(BASE)) ? jdk : jdk.resolve("jmods");
    Path base = directory.resolve(BASE);
    if (!Files.isRegularFile(base)) {
      throw new ImageException(
          jdk
              + " holds no jmods/"
              + BASE
              + ": take a JDK with its modules, such as Debian's openjdk-25-jdk-headless, or unpack"
              + " the jmods archive of its build");
    }
    String description = describe(base);
    Matcher module = MODULE.matcher(description);
    Matcher platform = PLATFORM.matcher(description);
    if (!module.lookingAt() || !platform.find()) {
      throw new ImageException(base + " is no module java.base of a platform");
    }
    if (!platform.group("platform").equals(wanted)) {
      throw new ImageException(
          base + " is for " + platform.group("platform") + ", not for " + wanted);
    }
    String version = module.group("version");
    int feature = Runtime.version().feature();
    if (!version.matches(feature + "(\\D.*)?")) {
      throw new ImageException(
          base + " is of Java " + version + ", but the jlink that is here links Java " + feature);
    }
    return new ModuleFolder(architecture, directory, version);
  }

  private static String describe(Path base) throws ImageException {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int status =
        ToolProvider.findFirst("jmod")
            .orElseThrow(() -> new ImageException("there is no jmod: run this with a full JDK"))
            .run(writer, writer, "describe", base.toString());
    if (status != 0) {
      throw new ImageException(base + " cannot be read: " + output.toString().strip());
    }
    return output.toString();
  }

  /** What a runtime that is linked from it follows from. */
  String identity() throws IOException {
    return version + " " + MessageDigests.hex(Files.readAllBytes(directory.resolve(BASE)));
  }
}
