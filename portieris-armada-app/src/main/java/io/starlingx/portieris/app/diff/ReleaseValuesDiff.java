/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.FluxRelease;
import io.starlingx.portieris.app.mirror.ImageParser;
import io.starlingx.portieris.app.mirror.ReleaseValues;
import io.starlingx.portieris.app.yaml.FlatValues;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the releases of two applications differ.
 *
 * @param releases fields of the HelmReleases
 * @param overrides static overrides by path
 * @param images what is mirrored
 */
record ReleaseValuesDiff(List<Change> releases, List<Change> overrides, List<Change> images) {

  static ReleaseValuesDiff of(Application before, Application after) throws IOException {
    return new ReleaseValuesDiff(
        Change.between(releases(before), releases(after)),
        Change.between(overrides(before), overrides(after)),
        Change.between(images(before), images(after)));
  }

  private static Map<String, String> releases(Application app) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (FluxRelease release : FluxRelease.read(app)) {
      String name = name(release);
      FlatValues.of(release.yaml().first())
          .forEach((path, value) -> fields.put(name + " " + path, value));
    }
    return fields;
  }

  private static Map<String, String> overrides(Application app) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    for (FluxRelease release : FluxRelease.read(app)) {
      String file = release.directory() + "/" + release.staticOverrides().orElse("none");
      String name = name(release);
      AppDiff.values(app, file).forEach((path, value) -> values.put(name + " " + path, value));
    }
    return values;
  }

  private static Map<String, String> images(Application app) throws IOException {
    Map<String, String> images = new LinkedHashMap<>();
    for (FluxRelease release : FluxRelease.read(app)) {
      ImageParser.released()
          .parse(ReleaseValues.of(app, release).merged().values())
          .downloads()
          .forEach(image -> images.put(name(release) + " " + image, ""));
    }
    return images;
  }

  private static String name(FluxRelease release) {
    return release.name().orElse(release.directory());
  }
}
