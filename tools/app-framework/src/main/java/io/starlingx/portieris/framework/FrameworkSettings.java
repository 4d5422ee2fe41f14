/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

import io.starlingx.portieris.framework.bundle.Bundles;
import io.starlingx.portieris.framework.image.MirrorSettings;
import io.starlingx.portieris.framework.plugin.PluginSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How applications are carried out.
 *
 * @param plugins whether and how the Python of applications is run
 * @param mirror the registry that images are copied to and pulled from; empty to leave them where
 *     they are
 * @param engine who installs releases
 * @param repository the URL at which Flux reaches the charts that this program serves on the
 *     loopback address, on the URL's port; empty for that address and any port
 * @param bundles folder of the applications that come with the platform; need not exist
 */
public record FrameworkSettings(
    PluginSettings plugins,
    Optional<MirrorSettings> mirror,
    EngineChoice engine,
    Optional<URI> repository,
    Path bundles) {

  /** Without Python, mirror and repository. */
  public static final FrameworkSettings PLAIN =
      new FrameworkSettings(
          PluginSettings.REFUSED,
          Optional.empty(),
          EngineChoice.AUTO,
          Optional.empty(),
          Bundles.FOLDER);
}
