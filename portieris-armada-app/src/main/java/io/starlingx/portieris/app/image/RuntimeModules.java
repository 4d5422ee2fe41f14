/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.util.List;
import java.util.Map;

/**
 * The modules of the Java runtime in the image. What {@code jdeps} finds beyond them in the
 * webhook's libraries is optional there, for the reason given.
 */
public final class RuntimeModules {

  private static final List<String> LINKED =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.xml",
          "jdk.management",
          "jdk.net",
          "jdk.unsupported");

  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "java.desktop", "java.beans only; Jackson and SnakeYAML do without it",
          "java.compiler", "Vert.x compiles verticles from sources only when asked to",
          "java.sql", "Jackson's, Micrometer's and Bouncy Castle's support of java.sql types");

  private RuntimeModules() {}

  /** The modules that are linked, with what they require. */
  public static List<String> linked() {
    return LINKED;
  }

  /** Modules that libraries refer to and that are left out, each with the reason. */
  public static Map<String, String> leftOut() {
    return LEFT_OUT;
  }
}
