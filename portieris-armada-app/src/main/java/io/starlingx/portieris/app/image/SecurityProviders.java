/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The security providers that a linked runtime lists. A provider whose module was not linked is
 * sought on the class path each time an algorithm is not found before it, and everything there that
 * calls itself a provider is started for the purpose.
 */
final class SecurityProviders {

  private static final String KEY = "security.provider.";

  /** Which module brings a provider; all others are in {@code java.base}. */
  private static final Map<String, String> MODULES =
      Map.of(
          "SunJGSS", "java.security.jgss",
          "SunSASL", "java.security.sasl",
          "XMLDSig", "java.xml.crypto",
          "SunPCSC", "java.smartcardio",
          "JdkLDAP", "java.naming",
          "JdkSASL", "jdk.security.jgss",
          "SunPKCS11", "jdk.crypto.cryptoki");

  private SecurityProviders() {}

  /** Leaves those in the runtime's configuration that are in the runtime. */
  static void retainLinked(Path runtime) throws IOException {
    Set<String> linked = modules(runtime.resolve("release"));
    Path configuration = runtime.resolve("conf/security/java.security");
    List<String> lines = new ArrayList<>();
    int number = 1;
    for (String line : Files.readAllLines(configuration)) {
      if (!line.startsWith(KEY)) {
        lines.add(line);
        continue;
      }
      String provider = line.substring(line.indexOf('=') + 1).strip();
      String name = provider.split(" ", 2)[0];
      if (linked.contains(MODULES.getOrDefault(name, "java.base"))) {
        lines.add(KEY + number++ + "=" + provider);
      }
    }
    Files.write(configuration, lines);
  }

  private static Set<String> modules(Path release) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(release)) {
      properties.load(in);
    }
    return Set.of(properties.getProperty("MODULES", "").replace("\"", "").split(" ", -1));
  }
}
