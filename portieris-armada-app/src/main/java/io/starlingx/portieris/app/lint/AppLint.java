/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.ApplicationReader;
import io.starlingx.portieris.app.content.ChartArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Finds everything in an application that some sysinv refuses, fails on, or takes to its owner's
 * harm. Reads any application, however damaged or hostile, within the limits. Stateless.
 *
 * @see <a
 *     href="https://docs.starlingx.io/system_configuration/kubernetes/application-commands-and-helm-overrides.html">StarlingX:
 *     Application Commands and Helm Overrides</a>
 */
public final class AppLint {

  private final ApplicationReader reader;
  private final boolean rendersCharts;

  /** Checks everything but the charts' templates. */
  public AppLint() {
    this(ArchiveLimits.ofApplication());
  }

  /**
   * Likewise, with other limits.
   *
   * @param limits for the tarball, and again for all its charts together
   */
  public AppLint(ArchiveLimits limits) {
    this(limits, false);
  }

  private AppLint(ArchiveLimits limits, boolean rendersCharts) {
    this.reader = new ApplicationReader(limits);
    this.rendersCharts = rendersCharts;
  }

  /**
   * Checks everything, and has Helm render the charts with their default values. A template can
   * take as much time and memory as it wants.
   */
  public static AppLint withTemplates() {
    return new AppLint(ArchiveLimits.ofApplication(), true);
  }

  /**
   * Checks a tarball or the folder that one is made from.
   *
   * @param sysinv for which generations; empty for those that can use the application
   * @throws IOException when it cannot be opened, or this machine cannot hold the unpacked files
   */
  public LintResult lint(Path application, Set<Sysinv> sysinv) throws IOException {
    if (!rendersCharts) {
      return read(application, app -> lint(app, sysinv, findings -> {}));
    }
    try (HelmLint helm = new HelmLint()) {
      return read(
          application,
          app -> {
            helm.begin(app);
            return lint(app, sysinv, helm::check);
          });
    }
  }

  /**
   * Reads charts of a folder, which is not complete yet.
   *
   * @param files their paths below the folder
   * @throws IOException when one cannot be opened
   */
  public List<ChartArchive> readCharts(Path folder, SortedSet<String> files) throws IOException {
    return reader.readCharts(folder, files);
  }

  /**
   * Checks the folder that a tarball is made from, but for the charts' templates.
   *
   * @param known what {@link #readCharts} gave, of files that are still the same
   * @throws IOException when it cannot be opened
   */
  public LintResult lint(Path folder, List<ChartArchive> known) throws IOException {
    return lint(reader.readFolder(folder, known), Set.of(), findings -> {});
  }

  /** What is done with an application as long as its files are there. */
  @FunctionalInterface
  private interface Use {
    LintResult of(Application app) throws IOException;
  }

  private LintResult read(Path application, Use use) throws IOException {
    if (Files.isDirectory(application)) {
      return use.of(reader.readFolder(application));
    }
    try (TemporaryDirectory work = TemporaryDirectory.create("portieris-lint-")) {
      return use.of(reader.read(application, work.path()));
    }
  }

  private static LintResult lint(Application app, Set<Sysinv> sysinv, Consumer<Findings> templates)
      throws IOException {
    Findings findings = new Findings(sysinv.isEmpty() ? usable(app) : sysinv);
    check(app, findings);
    templates.accept(findings);
    return findings.result(FluxChecks.served(app));
  }

  private static void check(Application app, Findings findings) throws IOException {
    NameChecks.check(app, findings);
    MemberChecks.check(app, findings);
    ContentChecks.check(app, findings);
    ChecksumChecks.check(app, findings);
    MetadataChecks.check(app, findings);
    ChartChecks.check(app, findings);
    FluxChecks.check(app, findings);
    ImageChecks.check(app, findings);
    PluginChecks.check(app, findings);
    ArmadaChecks.check(app, findings);
  }

  private static Set<Sysinv> usable(Application app) throws IOException {
    Set<Sysinv> usable = EnumSet.of(Sysinv.FLUXCD, Sysinv.MASTER);
    if (!ArmadaManifests.find(app).isEmpty()) {
      usable.add(Sysinv.ARMADA);
    }
    return usable;
  }
}
