/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether the Python of applications is run, and within which limits.
 *
 * @param isRefused whether it is passed over, and the application treated as one without plugins
 * @param interpreter the interpreter; empty for the {@code python3} of the search path
 * @param searchPath where programs are looked for, as in the variable {@code PATH}
 * @param longestOverrides how long all chart plugins together may compute
 * @param longestHook how long a lifecycle operator may take in one hook
 * @param betweenTries pause before what a lifecycle operator wants to have tried again
 */
public record PluginSettings(
    boolean isRefused,
    Optional<Path> interpreter,
    String searchPath,
    Duration longestOverrides,
    Duration longestHook,
    Duration betweenTries) {

  private static final Duration OVERRIDES = Duration.ofMinutes(2);
  private static final Duration HOOK = Duration.ofMinutes(15);
  private static final Duration PAUSE = Duration.ofSeconds(30);

  /** Python is not run. */
  public static final PluginSettings REFUSED =
      new PluginSettings(true, Optional.empty(), "", OVERRIDES, HOOK, PAUSE);

  /** Python is run within the usual limits. */
  public static PluginSettings of(Optional<Path> interpreter, String searchPath) {
    return new PluginSettings(false, interpreter, searchPath, OVERRIDES, HOOK, PAUSE);
  }
}
