/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.build.ImageName;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an image of the webhook is made from.
 *
 * @param distribution the folder with the webhook's jars
 * @param workspace where the linked runtime is kept from build to build
 * @param version the application's version, part of the archive's name
 * @param image the name that the image gets
 * @param lock the lock file of its Debian packages
 * @param packageCache where those packages are kept
 * @param baseImage the image to build on instead of Debian packages
 */
public record ImageRequest(
    Path distribution,
    Path workspace,
    AppVersion version,
    ImageName image,
    Path lock,
    Path packageCache,
    Optional<String> baseImage) {

  /** The archive's file name. */
  public String archiveName() {
    return "portieris-webhook-" + version + ".oci.tar";
  }
}
