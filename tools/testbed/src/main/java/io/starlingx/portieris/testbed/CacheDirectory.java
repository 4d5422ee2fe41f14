/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import java.nio.file.Path;
import java.util.Map;

/** Where the project keeps what it has obtained for this user. */
public final class CacheDirectory {

  private CacheDirectory() {}

  /**
   * Returns {@code portieris} in the user's cache folder, by the XDG base directory specification.
   *
   * @param environment the variables {@code XDG_CACHE_HOME} and {@code HOME}
   */
  public static Path of(Map<String, String> environment) {
    Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    // A relative path is to be ignored, says the specification; the empty one is relative too.
    return cache.isAbsolute()
        ? cache.resolve("portieris")
        : Path.of(environment.getOrDefault("HOME", "/tmp"), ".cache", "portieris");
  }
}
