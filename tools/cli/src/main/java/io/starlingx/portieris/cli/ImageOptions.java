/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.build.ImageName;
import io.starlingx.portieris.app.image.ImageException;
import io.starlingx.portieris.app.image.ImageRequest;
import io.starlingx.portieris.app.image.ModuleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How the webhook's image is built and brought along. */
final class ImageOptions {

  @ArgGroup private Choice choice = new Choice();

  /** Whether an image is built, and on what. */
  static final class Choice {
    @Option(names = "--no-image", description = "Leave out the webhook's image.")
    private boolean none;

    @Option(
        names = "--base-image",
        paramLabel = "REF",
        description = {
          "Build the webhook's image on this one instead of Debian packages;",
          "tar://FILE is an image saved by a container engine."
        })
    private @Nullable String base;
  }

  @Option(
      names = "--jdk",
      paramLabel = "ARCH=PATH",
      description = {
        "Build the image for another architecture, too, such as arm64, from a JDK for it with the",
        "folder jmods, of the version that this runs on. May be repeated."
      })
  private Map<String, Path> jdks = Map.of();

  @Option(
      names = "--embed-image",
      description = {
        "Put the webhook's image into the tarball, too, in image-archives/, for sites whose",
        "controllers reach no registry: the plugin pushes it to registry.local."
      })
  private boolean embed;

  @Option(
      names = "--pin-image",
      description = {
        "Name the webhook's image by its digest, so that nothing else is run: for images that",
        "'app push-image' delivers. The platform's own mirror may change a digest."
      })
  private boolean pin;

  @Option(
      names = "--aot",
      description = {
        "Let the webhook's image start in a third of the time: it carries classes that were loaded",
        "ahead of time (-aot.oci.tar). Unlike all other results it differs from build to build."
      })
  private boolean aot;

  /** Refuses options of an image that is not built. */
  void check(boolean isProduct) {
    Map<String, Boolean> ofAnImage = new TreeMap<>();
    ofAnImage.put("--embed-image", embed);
    ofAnImage.put("--jdk", !jdks.isEmpty());
    ofAnImage.put("--pin-image", pin);
    ofAnImage.forEach(
        (option, isGiven) -> {
          if (isGiven && (!isProduct || choice.none)) {
            throw new UserError(option + " is for this product with its image");
          }
        });
    if (aot && (!isProduct || choice.none || choice.base != null)) {
      throw new UserError("--aot is for this product's image on Debian packages");
    }
    if (choice.base != null && !isProduct) {
      throw new UserError("--base-image is for this product: leave it or FOLDER out");
    }
  }

  boolean builds() {
    return !choice.none;
  }

  boolean embeds() {
    return embed;
  }

  boolean pins() {
    return pin;
  }

  /**
   * The image that is asked for.
   *
   * @throws ImageException when a JDK is not what it shall be
   */
  ImageRequest request(AppVersion version, ImageName name) throws ImageException {
    List<ModuleFolder> folders = new ArrayList<>();
    for (Map.Entry<String, Path> jdk : new TreeMap<>(jdks).entrySet()) {
      folders.add(ModuleFolder.of(jdk.getKey(), jdk.getValue()));
    }
    ImageRequest request =
        aot
            ? ProductImages.webhookWithAotCache(version, name)
            : ProductImages.webhook(version, name, Optional.ofNullable(choice.base));
    return request.with(folders);
  }

  /** Adds what decides about the results, without places of this machine. */
  void describe(SortedMap<String, String> options) {
    Optional.ofNullable(choice.base)
        .ifPresent(base -> options.put("--base-image", ImageRequest.named(base)));
    if (aot) {
      options.put("--aot", "true");
    }
    if (choice.none) {
      options.put("--no-image", "true");
    }
    if (!jdks.isEmpty()) {
      options.put("--jdk", String.join(",", new TreeMap<>(jdks).keySet()));
    }
    if (embed) {
      options.put("--embed-image", "true");
    }
    if (pin) {
      options.put("--pin-image", "true");
    }
  }
}
