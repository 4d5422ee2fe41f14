/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.attestation;

import io.starlingx.portieris.app.build.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The {@code release} file of a JDK or of a runtime made from one.
 *
 * @param vendor who built it
 * @param version such as {@code 25.0.3+9-LTS}
 * @param architecture OpenJDK's name of it: {@code x86_64}, {@code aarch64}
 * @param modules the modules in it
 */
public record JavaRelease(
    String vendor, String version, String architecture, List<String> modules) {

  public JavaRelease {
    modules = List.copyOf(modules);
  }

  /**
   * Reads it.
   *
   * @throws IOException when there is none
   */
  public static JavaRelease read(Path home) throws IOException {
    Map<String, String> values = new TreeMap<>();
    for (String line : Files.readAllLines(home.resolve("release"))) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
      }
    }
    String modules = values.getOrDefault("MODULES", "");
    return new JavaRelease(
        values.getOrDefault("IMPLEMENTOR", "OpenJDK"),
        values.getOrDefault("JAVA_RUNTIME_VERSION", values.getOrDefault("JAVA_VERSION", "")),
        values.getOrDefault("OS_ARCH", ""),
        modules.isEmpty() ? List.of() : List.of(modules.split(" ")));
  }

  /**
   * The runtime in a directory and each of its modules.
   *
   * @param architecture what it is for, as images name it: a linked runtime does not say so itself
   */
  public static List<Component> components(Path runtime, String architecture) throws IOException {
    JavaRelease release = read(runtime);
    Path image = runtime.resolve("lib/modules");
    Optional<String> sha256 =
        Files.exists(image) ? Optional.of(FileDigest.SHA256.hex(image)) : Optional.empty();
    List<Component> components = new ArrayList<>();
    components.add(
        new Component(
            "platform",
            release.vendor + " Java runtime for " + architecture,
            release.version,
            "",
            sha256));
    for (String module : release.modules) {
      components.add(new Component("library", module, release.version, "", Optional.empty()));
    }
    return components;
  }
}
