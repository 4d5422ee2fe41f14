/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.inspect;

import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Member;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.ApplicationReader;
import io.starlingx.portieris.app.content.ChartArchive;
import io.starlingx.portieris.app.content.FluxRelease;
import io.starlingx.portieris.app.content.Md5Sums;
import io.starlingx.portieris.app.content.ServedApi;
import io.starlingx.portieris.app.content.WheelContent;
import io.starlingx.portieris.app.inspect.Inspection.Entry;
import io.starlingx.portieris.app.inspect.Inspection.EntryPoint;
import io.starlingx.portieris.app.inspect.Inspection.Plugin;
import io.starlingx.portieris.app.inspect.Inspection.Repository;
import io.starlingx.portieris.app.inspect.Inspection.Unreadable;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells what an application is made of. Reads any application, however damaged or hostile, within
 * the limits, and says what it could not read. Stateless.
 */
public final class AppInspector {

  private static final String REPOSITORY = "fluxcd-manifests/base/helmrepository.yaml";
  private static final Yaml NOTHING = new Yaml.Scalar(1, "", Yaml.Kind.NULL);

  private final ApplicationReader reader;

  public AppInspector() {
    this(ArchiveLimits.ofApplication());
  }

  /**
   * With other limits.
   *
   * @param limits for the tarball, and again for all its charts together
   */
  public AppInspector(ArchiveLimits limits) {
    this.reader = new ApplicationReader(limits);
  }

  /**
   * Inspects a tarball or the folder that one is made from.
   *
   * @throws IOException when it cannot be opened, or this machine cannot hold the unpacked files
   */
  public Inspection inspect(Path application) throws IOException {
    try (TemporaryDirectory work = TemporaryDirectory.create("portieris-inspect-")) {
      Application app = reader.read(application, work.path());
      SortedMap<String, WheelContent> wheels = wheels(app);
      ReleaseInspector releases = new ReleaseInspector(app, wheels.values());
      List<Inspection.Release> views = new ArrayList<>();
      for (FluxRelease release : FluxRelease.read(app)) {
        views.add(releases.inspect(release));
      }
      return new Inspection(
          app.name(),
          app.isTarball() ? sha256(application) : "",
          app.isTarball()
              ? Files.size(application)
              : app.members().stream().mapToLong(Member::size).sum(),
          unreadable(app, wheels),
          checksum(app),
          MetadataSettings.read(document(app, "metadata.yaml")),
          repository(app),
          app.charts().stream().map(ChartInspector::inspect).toList(),
          views,
          wheels.entrySet().stream()
              .filter(wheel -> wheel.getValue().problem().isEmpty())
              .map(wheel -> plugin(wheel.getKey(), wheel.getValue()))
              .toList(),
          app.members().stream().map(AppInspector::entry).toList());
    }
  }

  private static SortedMap<String, WheelContent> wheels(Application app) throws IOException {
    SortedMap<String, WheelContent> wheels = new TreeMap<>();
    for (String file : app.files()) {
      if (file.startsWith("plugins/") && file.endsWith(".whl")) {
        wheels.put(file, WheelContent.read(app.root().resolve(file)));
      }
    }
    return wheels;
  }

  private static Plugin plugin(String file, WheelContent wheel) {
    return new Plugin(
        file,
        wheel.header("Name").orElse(""),
        wheel.header("Version").orElse(""),
        wheel.entryPoints().entries().stream()
            .map(entry -> new EntryPoint(entry.group(), entry.name(), entry.value()))
            .toList(),
        wheel.files().size());
  }

  private static List<Unreadable> unreadable(
      Application app, SortedMap<String, WheelContent> wheels) throws IOException {
    List<Unreadable> unreadable = new ArrayList<>();
    if (!app.refusal().isEmpty()) {
      unreadable.add(new Unreadable(app.name(), app.refusal()));
    }
    for (Member member : app.members()) {
      if (!member.problem().isEmpty()) {
        unreadable.add(new Unreadable(member.name(), member.problem()));
      }
    }
    for (ChartArchive chart : app.charts()) {
      if (!chart.refusal().isEmpty()) {
        unreadable.add(new Unreadable(chart.file(), chart.refusal()));
      }
      chart.documents().entrySet().stream()
          .filter(document -> !document.getValue().isReadable())
          .map(d -> new Unreadable(chart.file() + " " + d.getKey(), reason(d.getValue())))
          .forEach(unreadable::add);
    }
    wheels.forEach(
        (file, wheel) -> {
          if (!wheel.problem().isEmpty()) {
            unreadable.add(new Unreadable(file, wheel.problem()));
          }
        });
    for (String file : app.files()) {
      if (file.endsWith(".yaml")) {
        app.yaml(file)
            .filter(yaml -> !yaml.isReadable())
            .ifPresent(yaml -> unreadable.add(new Unreadable(file, reason(yaml))));
      }
    }
    return unreadable;
  }

  private static String reason(YamlFile yaml) {
    return (yaml.line() > 0 ? "line " + yaml.line() + ": " : "") + yaml.problem();
  }

  private static String checksum(Application app) throws IOException {
    List<String> files = Md5Sums.names(app);
    if (files.isEmpty()) {
      return "there is no *.md5 file at the top";
    }
    List<String> states = new ArrayList<>();
    for (String file : files) {
      Md5Sums sums = Md5Sums.check(app, file);
      int unlisted = sums.unlisted(app).size();
      states.add(
          file
              + (sums.mismatches().isEmpty()
                  ? " fits " + sums.listed().size() + " files"
                  : " does not fit: " + sums.mismatches().getFirst().reason())
              + (unlisted > 0 ? "; " + unlisted + " files have no sum" : ""));
    }
    return String.join("; ", states);
  }

  private static Repository repository(Application app) throws IOException {
    Yaml document = document(app, REPOSITORY);
    String version = document.text("apiVersion").orElse("");
    return new Repository(
        document.text("metadata", "name").orElse(""),
        document.text("spec", "url").orElse(""),
        version,
        ServedApi.of("HelmRepository", version).map(ServedApi::servedBy).orElse(""));
  }

  private static Yaml document(Application app, String path) throws IOException {
    return app.yaml(path).map(YamlFile::first).orElse(NOTHING);
  }

  private static Entry entry(Member member) {
    return new Entry(
        member.name(),
        member.kind().name().toLowerCase(Locale.ROOT),
        String.format(Locale.ROOT, "%04o", member.mode()),
        member.size());
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
