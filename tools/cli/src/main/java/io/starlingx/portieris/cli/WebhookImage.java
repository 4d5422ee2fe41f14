/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.build.ImageName;
import io.starlingx.portieris.app.image.ImageRequest;
import io.starlingx.portieris.testbed.CacheDirectory;
import java.util.Optional;

/** The webhook's image as this project builds it. */
final class WebhookImage {

  private WebhookImage() {}

  static ImageRequest request(AppVersion version, ImageName name, Optional<String> baseImage) {
    return new ImageRequest(
        ProjectRoot.webhookDistribution(),
        ProjectRoot.webhookWorkspace(),
        version,
        name,
        ProjectRoot.path().resolve("portieris-armada-app/debian.lock"),
        CacheDirectory.of(System.getenv()).resolve("packages"),
        baseImage);
  }
}
