/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The project that this program runs in. */
final class ProjectRoot {

  private ProjectRoot() {}

  /** Its directory, as the launcher says. */
  static Path path() {
    return Path.of(System.getProperty("portieris.root", "")).toAbsolutePath();
  }

  /** The product's application folder. */
  static Path application() {
    return path().resolve("manifests");
  }

  /**
   * Makes sure that this program runs in its source tree.
   *
   * @param what needs it, as the beginning of a sentence
   * @param instead what can be done here
   * @throws UserError when it was installed from a distribution
   */
  static void needSources(String what, String instead) {
    if (!Files.exists(path().resolve("pom.xml"))) {
      throw new UserError(what + " from the source tree, by ./portieris there: " + instead);
    }
  }

  /** The webhook's jars, as its module packages them. */
  static Path webhookDistribution() {
    return path().resolve("admission-webhook/target/dist/lib");
  }

  /** Where the webhook with its linked runtime is kept from build to build. */
  static Path webhookWorkspace() {
    return path().resolve("target/webhook");
  }
}
