/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.inspect;

import io.starlingx.portieris.app.inspect.Inspection;
import io.starlingx.portieris.app.inspect.Inspection.Chart;
import io.starlingx.portieris.app.inspect.Inspection.Entry;
import io.starlingx.portieris.app.inspect.Inspection.Plugin;
import io.starlingx.portieris.app.inspect.Inspection.Release;
import io.starlingx.portieris.app.mirror.MirroredImages.Rewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;

/** An application for people: one section per part. */
public final class InspectText {

  private static final int LONGEST_VALUE = 100;

  private final Outline out;

  private InspectText(BinaryOperator<String> style) {
    this.out = new Outline(style);
  }

  /**
   * The whole text.
   *
   * @param style given a colour's name and a text, the text in that colour
   */
  public static String of(Inspection inspection, BinaryOperator<String> style) {
    return new InspectText(style).text(inspection);
  }

  private String text(Inspection app) {
    out.heading(Outline.printable(app.name()));
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("size", size(app.bytes())));
    if (!app.sha256().isEmpty()) {
      facts.add(List.of("sha256", app.sha256()));
    }
    facts.add(List.of("checksum", app.checksum()));
    out.rows(1, facts);
    unreadable(app);
    metadata(app);
    app.charts().forEach(this::chart);
    repository(app);
    app.releases().forEach(this::release);
    app.plugins().forEach(this::plugin);
    members(app);
    return out.toString();
  }

  private void unreadable(Inspection app) {
    if (!app.unreadable().isEmpty()) {
      out.heading("Unreadable");
      app.unreadable().forEach(part -> out.coloured(1, "red", part.file() + ": " + part.reason()));
    }
  }

  private void metadata(Inspection app) {
    out.heading("Metadata");
    out.rows(
        1,
        app.metadata().stream()
            .map(s -> List.of(s.key(), cut(s.value()), s.isDefault() ? "(default)" : ""))
            .toList());
  }

  private void chart(Chart chart) {
    out.heading("Chart " + Outline.printable(chart.name() + " " + chart.version()));
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("file", chart.file()));
    facts.add(List.of("application", chart.appVersion()));
    facts.add(List.of("content", count(chart.files(), "file") + ", " + size(chart.bytes())));
    chart
        .dependencies()
        .forEach(
            d -> facts.add(List.of("needs", d.name() + " " + d.version() + " " + d.repository())));
    out.rows(1, facts);
  }

  private void repository(Inspection app) {
    if (!app.repository().name().isEmpty()) {
      out.heading("HelmRepository " + Outline.printable(app.repository().name()));
      out.rows(
          1,
          List.of(
              List.of("url", app.repository().url()),
              List.of("API", api(app.repository().apiVersion(), app.repository().servedBy()))));
    }
  }

  private void release(Release release) {
    out.heading("HelmRelease " + Outline.printable(release.name()));
    out.rows(
        1,
        List.of(
            List.of("release", release.releaseName()),
            List.of("namespace", release.namespace()),
            List.of("chart", release.chart()),
            List.of("API", api(release.apiVersion(), release.servedBy())),
            List.of("values from", String.join(", then ", release.valuesFrom()))));
    part(
        "images that sysinv mirrors",
        release.images().isEmpty() ? List.of(List.of("none")) : List.of());
    out.rows(
        2, release.images().stream().map(i -> List.of(i.source(), "as " + i.local())).toList());
    part("values that sysinv rewrites", rewrites(release.rewrites()));
    part("and on the development branch", rewrites(release.onMaster()));
    part("static overrides", values(release.staticOverrides()));
    part("system overrides of the plugin", values(release.systemOverrides()));
  }

  private void part(String title, List<List<String>> rows) {
    if (!rows.isEmpty() || title.startsWith("images")) {
      out.line(1, title);
      out.rows(2, rows);
    }
  }

  private static List<List<String>> rewrites(List<Rewrite> rewrites) {
    return rewrites.stream()
        .map(r -> List.of(r.path(), cut(r.value()), "becomes " + cut(r.becomes())))
        .toList();
  }

  private static List<List<String>> values(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> List.of(value.getKey(), cut(value.getValue())))
        .toList();
  }

  private void plugin(Plugin plugin) {
    out.heading("Plugin " + Outline.printable(plugin.distribution() + " " + plugin.version()));
    out.rows(
        1,
        List.of(List.of("file", plugin.file()), List.of("content", count(plugin.files(), "file"))));
    if (!plugin.entryPoints().isEmpty()) {
      out.line(1, "entry points");
      out.rows(
          2,
          plugin.entryPoints().stream()
              .map(point -> List.of("[" + point.group() + "]", point.name(), point.value()))
              .toList());
    }
  }

  private void members(Inspection app) {
    out.heading("Members");
    long widest = app.members().stream().mapToLong(Entry::bytes).max().orElse(0);
    int digits = Long.toString(widest).length();
    for (Entry entry : app.members()) {
      String bytes = String.format(Locale.ROOT, "%" + digits + "d", entry.bytes());
      out.line(1, letter(entry.kind()) + " " + entry.mode() + "  " + bytes + "  " + entry.name());
    }
  }

  private static String letter(String kind) {
    return switch (kind) {
      case "directory" -> "d";
      case "link" -> "l";
      case "device" -> "c";
      default -> "-";
    };
  }

  private static String api(String version, String servedBy) {
    return version
        + (servedBy.isEmpty() ? ", which no controller serves" : ", served by " + servedBy);
  }

  private static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String size(long bytes) {
    return bytes < 10_000
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%,d KiB", (bytes + 1023) / 1024);
  }

  private static String cut(String value) {
    return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
  }
}
