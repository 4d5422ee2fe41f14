/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.plugin;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.sysinv.bootstrap.BootstrapConfig;
import java.util.Map;
import java.util.Optional;

/**
 * What overrides may depend on.
 *
 * @param bootstrap what bootstrap files and service parameters say; empty when nobody gave any
 * @param application the values that the application ships; a list of overrides replaces one of
 *     them
 * @param computed overrides that were computed when the application was built; what {@code
 *     bootstrap} says is in them already. Empty while it is being built
 * @param user the user overrides, which are laid over the result; empty while the application is
 *     being built
 */
public record OverrideContext(
    Optional<BootstrapConfig> bootstrap,
    Map<String, Object> application,
    Map<String, Object> computed,
    Map<String, Object> user,
    Platform platform) {

  public OverrideContext {
    requireNonNull(bootstrap, "bootstrap");
    requireNonNull(application, "application");
    requireNonNull(computed, "computed");
    requireNonNull(user, "user");
    requireNonNull(platform, "platform");
  }

  /** The context in which an application is built. */
  public static OverrideContext of(
      Optional<BootstrapConfig> bootstrap, Map<String, Object> application) {
    return new OverrideContext(bootstrap, application, Map.of(), Map.of(), Platform.UNKNOWN);
  }

  /** The same on another platform. */
  public OverrideContext on(Platform other) {
    return new OverrideContext(bootstrap, application, computed, user, other);
  }
}
