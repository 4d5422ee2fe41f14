/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.build.ImageName;
import io.starlingx.portieris.app.image.AotTraining;
import io.starlingx.portieris.app.image.ImageRequest;
import io.starlingx.portieris.app.image.JavaProgram;
import io.starlingx.portieris.app.rehearsal.WebhookRehearsal;
import io.starlingx.portieris.testbed.CacheDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images that this project builds of itself. */
final class ProductImages {

  private ProductImages() {}

  /**
   * The webhook's image.
   *
   * @throws UserError when this program is not in its source tree
   */
  static ImageRequest webhook(AppVersion version, ImageName name, Optional<String> baseImage) {
    return webhook(webhookArchive(version), name, baseImage, Optional.empty());
  }

  /** As {@link #webhook}, with an AOT cache. */
  static ImageRequest webhookWithAotCache(AppVersion version, ImageName name) {
    return webhook(
        "portieris-webhook-" + version + "-aot.oci.tar",
        name,
        Optional.empty(),
        Optional.of(new WebhookRehearsal()));
  }

  private static ImageRequest webhook(
      String archiveName,
      ImageName name,
      Optional<String> baseImage,
      Optional<AotTraining> training) {
    ProjectRoot.needSources(
        "The webhook's image is built", "add --no-image, or push an archive that was built there");
    return new ImageRequest(
        JavaProgram.webhook(),
        ProjectRoot.webhookDistribution(),
        ProjectRoot.webhookWorkspace(),
        Map.of(),
        archiveName,
        name,
        lock(),
        packages(),
        baseImage,
        training,
        List.of());
  }

  static String webhookArchive(AppVersion version) {
    return "portieris-webhook-" + version + ".oci.tar";
  }

  /** The command line's image, with what it reads of the source tree. */
  static ImageRequest commandLine(String archiveName, ImageName name, Map<String, Path> data) {
    return new ImageRequest(
        JavaProgram.commandLine(),
        ProjectRoot.path().resolve("tools/cli/target/dist/lib"),
        ProjectRoot.path().resolve("target/cli"),
        data,
        archiveName,
        name,
        lock(),
        packages(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static Path lock() {
    return ProjectRoot.path().resolve("portieris-armada-app/debian.lock");
  }

  private static Path packages() {
    return CacheDirectory.of(System.getenv()).resolve("packages");
  }
}
