/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.ApplicationReader;
import io.starlingx.portieris.app.content.WheelContent;
import io.starlingx.portieris.app.yaml.FlatValues;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares two applications, each a tarball or a folder, however damaged or hostile, within limits.
 * Stateless.
 */
public final class AppDiff {

  private static final Yaml NOTHING = new Yaml.Scalar(1, "", Yaml.Kind.NULL);

  private final ArchiveLimits limits;

  public AppDiff() {
    this(ArchiveLimits.ofApplication());
  }

  /**
   * With other limits.
   *
   * @param limits for each tarball, and again for all its charts together
   */
  public AppDiff(ArchiveLimits limits) {
    this.limits = limits;
  }

  /**
   * Compares two applications.
   *
   * @throws NoApplicationException when nothing of a file can be read
   * @throws IOException when one cannot be opened, or this machine cannot hold the unpacked files
   */
  public AppDifference compare(Path before, Path after) throws IOException {
    ApplicationReader reader = new ApplicationReader(limits);
    try (TemporaryDirectory one = TemporaryDirectory.create("portieris-diff-");
        TemporaryDirectory other = TemporaryDirectory.create("portieris-diff-")) {
      Application old = reader.read(before, one.path());
      Application current = reader.read(after, other.path());
      List<String> unreadable = new ArrayList<>();
      damaged(before, old, unreadable);
      damaged(after, current, unreadable);
      return compare(before.toString(), old, after.toString(), current, unreadable);
    }
  }

  private AppDifference compare(
      String beforeName,
      Application before,
      String afterName,
      Application after,
      List<String> unreadable)
      throws IOException {
    List<Change> metadata =
        Change.between(values(before, "metadata.yaml"), values(after, "metadata.yaml"));
    ReleaseValuesDiff releases = ReleaseValuesDiff.of(before, after);
    List<ChartChange> charts = new ChartDiff(limits, unreadable).compare(before, after);
    List<Change> plugins = Change.between(plugins(before, unreadable), plugins(after, unreadable));
    return new AppDifference(
        beforeName,
        afterName,
        unreadable,
        metadata,
        charts,
        releases.releases(),
        releases.overrides(),
        releases.images(),
        plugins,
        new FileDiff(before, after).compare());
  }

  private static void damaged(Path file, Application app, List<String> unreadable)
      throws NoApplicationException {
    if (!app.refusal().isEmpty()) {
      if (app.members().isEmpty()) {
        throw new NoApplicationException(file, app.refusal());
      }
      unreadable.add(file + ": " + app.refusal());
    }
  }

  static Map<String, String> values(Application app, String file) throws IOException {
    return FlatValues.of(app.yaml(file).map(YamlFile::first).orElse(NOTHING));
  }

  private static Map<String, String> plugins(Application app, List<String> unreadable)
      throws IOException {
    Map<String, String> plugins = new LinkedHashMap<>();
    for (String file : app.files()) {
      if (!file.startsWith("plugins/") || !file.endsWith(".whl")) {
        continue;
      }
      Path path = app.root().resolve(file);
      WheelContent wheel = WheelContent.read(path);
      if (!wheel.problem().isEmpty()) {
        unreadable.add(file + ": " + wheel.problem());
        plugins.put(file, Files.size(path) + " bytes");
        continue;
      }
      String name = wheel.header("Name").orElse(file);
      plugins.put(name, wheel.header("Version").orElse(""));
      wheel
          .entryPoints()
          .entries()
          .forEach(e -> plugins.put(name + " [" + e.group() + "] " + e.name(), e.value()));
      wheel
          .files()
          .forEach(
              (member, content) -> {
                // Its name and content follow from the version and the other files.
                if (!member.contains(".dist-info/")) {
                  plugins.put(name + " " + member, "sha256 " + content.sha256());
                }
              });
    }
    return plugins;
  }
}
