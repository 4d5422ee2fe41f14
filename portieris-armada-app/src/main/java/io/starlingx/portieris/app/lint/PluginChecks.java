/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.EntryPoints;
import io.starlingx.portieris.app.content.FluxRelease;
import io.starlingx.portieris.app.content.WheelContent;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The plugin wheels: what sysinv cannot load it logs, and goes on without. */
final class PluginChecks {

  private static final String APPLICATIONS = "systemconfig.helm_applications";
  private static final String ARMADA = "systemconfig.armada.manifest_ops";
  private static final List<String> BY_APPLICATION =
      List.of("systemconfig.fluxcd.kustomize_ops", "systemconfig.app_lifecycle");
  private static final Pattern CHART = Pattern.compile("\\d{3}_(?<name>.+?)(_\\d{3})?");
  private static final Pattern CLASS =
      Pattern.compile("(?<module>[\\w.]+):(?<object>\\w+)[\\w.]*(\\s*\\[.*\\])?");

  private static final Rule ZIP =
      Rule.warning(
          "plugin/unreadable",
          "sysinv logs it and goes on without the plugin",
          "build the wheel again");
  private static final Rule FILES =
      Rule.warning(
          "plugin/dist-info",
          "sysinv finds the plugin by these files and does not load it without them",
          "add METADATA, entry_points.txt and top_level.txt to <name>-<version>.dist-info");
  private static final Rule NAME =
      Rule.warning(
          "plugin/distribution-name",
          "sysinv asks for the distribution of the top package's name, and loads nothing when"
              + " there is none",
          "give distribution and top package the same name");
  private static final Rule APPLICATION =
      Rule.warning(
          "plugin/application",
          "sysinv finds an application's chart plugins by this entry; without it no override is"
              + " computed",
          "write <app_name> = systemconfig.helm_plugins.<name> under [" + APPLICATIONS + "]");
  private static final Rule GROUP =
      Rule.warning(
          "plugin/group", "the application has no chart plugin", "name a group that the wheel has");
  private static final Rule FORM =
      Rule.warning(
          "plugin/entry-name",
          "sysinv takes three digits and '_' off the name, whatever they are",
          "name chart plugins NNN_<HelmRelease name>");
  private static final Rule RELEASE =
      Rule.warning(
              "plugin/release-name",
              "overrides are written under the plugin's name and read under the HelmRelease's:"
                  + " they never arrive",
              "let the entry point's name, without NNN_, be the HelmRelease's metadata.name")
          .onFlux();
  private static final Rule VALUE =
      Rule.warning(
          "plugin/entry-value",
          "the class cannot be loaded",
          "write <module>:<class> of a module in the wheel");
  private static final Rule SHADOWED =
      Rule.warning(
          "plugin/shadowed",
          "sysinv loads the one with the highest numbers and forgets the others",
          "keep one entry for each HelmRelease");
  private static final Rule OTHER_APPLICATION =
      Rule.warning(
          "plugin/other-application",
          "sysinv looks for the application's name and falls back to the generic operator",
          "name the entry as app_name does");
  private static final Rule OLD_GROUP =
      Rule.warning(
              "plugin/armada-group",
              "releases with FluxCD do not load it",
              "move its work to [systemconfig.fluxcd.kustomize_ops]")
          .onFlux();

  private final Application app;
  private final String file;
  private final WheelContent wheel;
  private final Findings findings;

  private PluginChecks(Application app, String file, WheelContent wheel, Findings findings) {
    this.app = app;
    this.file = file;
    this.wheel = wheel;
    this.findings = findings;
  }

  static void check(Application app, Findings findings) throws IOException {
    for (String file : app.files()) {
      if (file.matches("plugins/[^/]+\\.whl")) {
        WheelContent wheel = WheelContent.read(app.root().resolve(file));
        if (wheel.problem().isEmpty()) {
          new PluginChecks(app, file, wheel, findings).check();
          WheelChecks.check(file, wheel, findings);
        } else {
          findings.add(ZIP, file, "cannot be unpacked: " + wheel.problem());
        }
      }
    }
  }

  private void check() throws IOException {
    for (String needed : List.of("METADATA", "entry_points.txt", "top_level.txt")) {
      if (wheel.info(needed).isEmpty()) {
        report(FILES, "lacks " + needed);
      }
    }
    names();
    EntryPoints points = wheel.entryPoints();
    points.entries().forEach(this::value);
    if (!points.of(ARMADA).isEmpty()) {
      report(OLD_GROUP, "has entries in [" + ARMADA + "]");
    }
    Optional<String> appName = app.appName();
    if (wheel.info("entry_points.txt").isPresent() && appName.isPresent()) {
      applications(points, appName.get());
    }
  }

  private void names() {
    Optional<String> distribution = wheel.header("Name");
    List<String> tops =
        wheel.info("top_level.txt").stream()
            .flatMap(String::lines)
            .filter(l -> !l.isBlank())
            .toList();
    if (distribution.isPresent()
        && !tops.isEmpty()
        && tops.stream().noneMatch(top -> normal(top).equals(normal(distribution.get())))) {
      report(
          NAME,
          "Could not find distribution for "
              + tops.getFirst()
              + ": the wheel is distribution "
              + distribution.get());
    }
  }

  private static String normal(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  private void value(EntryPoints.Entry entry) {
    if (!entry.group().startsWith("systemconfig.") || entry.group().equals(APPLICATIONS)) {
      return;
    }
    Matcher matcher = CLASS.matcher(entry.value());
    if (!matcher.matches()) {
      report(VALUE, place(entry) + " = " + entry.value() + " is no <module>:<class>");
      return;
    }
    String module = matcher.group("module").replace('.', '/');
    String text =
        wheel.texts().getOrDefault(module + ".py", wheel.texts().get(module + "/__init__.py"));
    if (text == null) {
      report(VALUE, place(entry) + " = " + entry.value() + " names no module of the wheel");
    } else if (!Pattern.compile("\\b" + Pattern.quote(matcher.group("object")) + "\\b")
        .matcher(text)
        .find()) {
      report(VALUE, place(entry) + " = " + entry.value() + " names no class of the module");
    }
  }

  private void applications(EntryPoints points, String appName) throws IOException {
    List<EntryPoints.Entry> own =
        points.of(APPLICATIONS).stream().filter(entry -> entry.name().equals(appName)).toList();
    if (own.isEmpty()) {
      report(APPLICATION, "[" + APPLICATIONS + "] has no entry " + appName);
    }
    Set<String> releases = new HashSet<>();
    for (FluxRelease release : FluxRelease.read(app)) {
      release.name().ifPresent(releases::add);
    }
    for (EntryPoints.Entry application : own) {
      List<EntryPoints.Entry> charts = points.of(application.value());
      if (charts.isEmpty()) {
        report(GROUP, "there is no group [" + application.value() + "]");
      }
      charts.forEach(chart -> chart(chart, releases));
      shadowed(charts);
    }
    for (String group : BY_APPLICATION) {
      List<EntryPoints.Entry> entries = points.of(group);
      if (!entries.isEmpty() && entries.stream().noneMatch(e -> e.name().equals(appName))) {
        report(OTHER_APPLICATION, "[" + group + "] has no entry " + appName);
      }
    }
  }

  /** Of plugins of one name, that of the highest prefix and suffix is taken. */
  private void shadowed(List<EntryPoints.Entry> charts) {
    Set<String> names = new HashSet<>();
    for (EntryPoints.Entry entry : charts) {
      Matcher matcher = CHART.matcher(entry.name());
      if (matcher.matches() && !names.add(matcher.group("name"))) {
        report(SHADOWED, place(entry) + " is not the only plugin of " + matcher.group("name"));
      }
    }
  }

  private void chart(EntryPoints.Entry entry, Set<String> releases) {
    Matcher matcher = CHART.matcher(entry.name());
    if (!matcher.matches()) {
      report(FORM, place(entry) + " does not begin with three digits and '_'");
    } else if (!releases.isEmpty() && !releases.contains(matcher.group("name"))) {
      report(RELEASE, place(entry) + " belongs to no HelmRelease");
    }
  }

  private static String place(EntryPoints.Entry entry) {
    return "[" + entry.group() + "] " + entry.name();
  }

  private void report(Rule rule, String message) {
    findings.add(rule, file, message);
  }
}
