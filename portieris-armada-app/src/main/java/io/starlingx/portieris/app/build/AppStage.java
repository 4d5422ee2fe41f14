/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.chart.ChartStage;
import io.starlingx.portieris.app.content.ChartArchive;
import io.starlingx.portieris.app.folder.AppDescription;
import io.starlingx.portieris.app.folder.ChartSource;
import io.starlingx.portieris.app.folder.FolderFiles;
import io.starlingx.portieris.app.lint.AppLint;
import io.starlingx.portieris.app.manifest.ArmadaDocuments;
import io.starlingx.portieris.app.manifest.FluxApi;
import io.starlingx.portieris.app.manifest.FluxTree;
import io.starlingx.portieris.app.manifest.ManifestStage;
import io.starlingx.portieris.app.manifest.MetadataFile;
import io.starlingx.portieris.app.manifest.Placeholders;
import io.starlingx.portieris.app.manifest.Release;
import io.starlingx.portieris.app.manifest.ReleasePlan;
import io.starlingx.portieris.app.manifest.Releases;
import io.starlingx.portieris.app.wheel.PluginChart;
import io.starlingx.portieris.app.wheel.PluginDescriptor;
import io.starlingx.portieris.app.wheel.PluginWheel;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import io.starlingx.portieris.app.yaml.YamlReader;
import io.starlingx.portieris.app.yaml.YamlValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The files of one build, as they come to be. Used once. */
final class AppStage {

  /** The folder of embedded images; sysinv refuses one named {@code images}. */
  static final String IMAGES = "image-archives";

  /** Most bytes of plugins and charts that are packed as they are. */
  private static final long MOST_IN_MEMORY = 64 << 20;

  private final WorkFolder work;
  private final AppDescription application;
  private final List<Finding> findings;
  private final ReleasePlans plans;
  private final List<Chart> charts = new ArrayList<>();
  private final List<Background.Task<Path>> archived = new ArrayList<>();
  private final List<Release> releases = new ArrayList<>();
  private final Map<Path, Path> origins = new HashMap<>();
  private Optional<PluginDescriptor> plugin = Optional.empty();

  /**
   * @param findings where what is wrong with the sources is added
   */
  AppStage(WorkFolder work, AppDescription application, List<Finding> findings) {
    this.work = work;
    this.findings = findings;
    this.application = application;
    this.plans = new ReleasePlans(application, findings);
  }

  /** {@code <name>-<version>}, as platforms tell an application from its file's name. */
  String name() {
    return application.name() + "-" + application.version();
  }

  /** Where the tarball's files are. */
  Path root() throws IOException {
    return work.staging().resolve(name());
  }

  List<Chart> charts() {
    return charts;
  }

  List<Release> releases() {
    return releases;
  }

  Origins origins() throws IOException {
    return new Origins(root(), origins);
  }

  /** Reads the charts. */
  void readCharts() throws IOException {
    ChartStage stage = new ChartStage(() -> work.onDisk("charts"), findings);
    for (ChartSource source : application.charts()) {
      Optional<Chart> chart = stage.stage(source.path(), source.subpath());
      chart.ifPresent(
          read -> {
            charts.add(read);
            plans.add(source, read);
          });
    }
  }

  /** Chooses where files are laid out: in memory, unless there are images or large ones. */
  void open(BuildRequest request) throws IOException {
    List<Path> packed = new ArrayList<>(application.files().wheels());
    charts.forEach(chart -> chart.archive().ifPresent(packed::add));
    long bytes = 0;
    for (Path file : packed) {
      bytes += Files.size(file);
    }
    if (request.imageArchives().isEmpty() && bytes <= MOST_IN_MEMORY) {
      work.stageInMemory();
    }
  }

  /** Begins to pack the charts that were read, which must be sound. */
  void beginPacking(PackedCharts packed, Background background) throws IOException {
    Path archives = Files.createDirectories(root().resolve("charts"));
    for (Chart chart : charts) {
      archived.add(background.begin(() -> packed.pack(chart, archives)));
    }
  }

  /** What the linter reads of the charts that are being packed. */
  List<ChartArchive> readPacked(AppLint lint) throws IOException {
    SortedSet<String> files = new TreeSet<>();
    for (Background.Task<Path> archive : archived) {
      files.add(root().relativize(archive.await()).toString());
    }
    return lint.readCharts(root(), files);
  }

  /** Writes the manifests for the charts that were read. */
  void writeManifests(BuildRequest request) throws IOException {
    Files.createDirectories(root());
    List<ReleasePlan> planned = plans.plans();
    unused(planned);
    if (!planned.isEmpty()) {
      manifests(request, planned);
      readPlugin();
    }
  }

  /** Values that no release would get are a mistake: of a name, or of a place. */
  private void unused(List<ReleasePlan> planned) throws IOException {
    FolderFiles files = application.files();
    boolean isOwnTree = files.fluxcd().isPresent();
    List<String> releases =
        isOwnTree ? List.of() : planned.stream().map(ReleasePlan::chart).toList();
    for (Path file : files.otherStaticOverrides(releases)) {
      findings.add(
          Finding.of(
              file.toString(),
              "is used by no release: "
                  + (isOwnTree
                      ? "move it beside its helmrelease.yaml"
                      : "name it <chart>-static-overrides.yaml; charts: "
                          + String.join(", ", releases))));
    }
  }

  private void manifests(BuildRequest request, List<ReleasePlan> planned) throws IOException {
    FolderFiles files = application.files();
    Path root = root();
    ManifestStage own = new ManifestStage(words(request), charts, request.fluxApi(), findings);
    if (files.metadata().isPresent()) {
      own.metadata(files.metadata().get(), root.resolve("metadata.yaml"), application.version());
    } else {
      Files.writeString(root.resolve("metadata.yaml"), MetadataFile.of(application));
    }
    Path tree = root.resolve("fluxcd-manifests");
    if (files.fluxcd().isPresent()) {
      own.fluxcd(files.fluxcd().get(), tree);
    } else {
      new FluxTree(request.fluxApi().orElse(FluxApi.V2), application.helmRepository())
          .write(planned, tree);
      for (ReleasePlan plan : planned) {
        files
            .staticOverrides(plan.chart())
            .ifPresent(
                file ->
                    origins.put(
                        tree.resolve(plan.chart()).resolve(plan.chart() + "-static-overrides.yaml"),
                        file));
      }
    }
    if (findings.isEmpty()) {
      releases.addAll(Releases.read(tree, findings));
    }
    origins.putAll(own.origins());
    checkNames();
    checkValues();
    if (files.armada().isPresent()) {
      own.armada(files.armada().get(), root.resolve("manifest.yaml"));
    } else if (application.withArmada() && !releases.isEmpty()) {
      Files.writeString(root.resolve("manifest.yaml"), armada());
    }
    origins.putAll(own.origins());
  }

  /** Releases with names that no cluster takes are left out of what is done next. */
  private void checkNames() throws IOException {
    for (Iterator<Release> each = releases.iterator(); each.hasNext(); ) {
      List<Finding> mistakes = new ReleaseNames(origins()).check(each.next());
      findings.addAll(mistakes);
      if (!mistakes.isEmpty()) {
        each.remove();
      }
    }
  }

  /** Releases with values that are none are left out of what is done next. */
  private void checkValues() throws IOException {
    for (Iterator<Release> each = releases.iterator(); each.hasNext(); ) {
      Path file = each.next().staticOverrides();
      YamlFile values = YamlReader.read(file);
      String name = origins().source(file).orElse(file).toString();
      if (!values.isReadable()) {
        findings.add(new Finding(name, values.line(), "is not YAML: " + values.problem()));
        each.remove();
      } else if (!(values.first() instanceof Yaml.Mapping) && !values.first().isNull()) {
        findings.add(new Finding(name, values.first().line(), "is not a mapping of values"));
        each.remove();
      }
    }
  }

  /** A plugin's chart that no release is named after would never have its overrides delivered. */
  private void readPlugin() throws IOException {
    Optional<Path> file = application.files().plugin();
    if (file.isEmpty()) {
      if (application.withPlugin() && application.files().wheels().isEmpty()) {
        List<PluginChart> each =
            releases.stream()
                .map(release -> PluginChart.of(release.name(), release.namespace()))
                .toList();
        plugin = Optional.of(PluginDescriptor.of(application.name(), each));
      }
      return;
    }
    plugin = PluginDescriptor.read(file.get(), application.name(), findings);
    List<String> names = releases.stream().map(Release::name).toList();
    for (PluginChart chart : plugin.map(PluginDescriptor::charts).orElse(List.of())) {
      if (!names.isEmpty() && !names.contains(chart.name())) {
        findings.add(
            Finding.of(
                file.get().toString(),
                "charts: "
                    + chart.name()
                    + " is no HelmRelease (there are: "
                    + String.join(", ", names)
                    + ")"));
      }
    }
  }

  private String armada() throws IOException {
    Map<Release, Map<String, Object>> values = new LinkedHashMap<>();
    for (Release release : releases) {
      values.put(release, YamlValues.map(YamlReader.read(release.staticOverrides()).first()));
    }
    return ArmadaDocuments.of(application.name(), application.helmRepository(), values);
  }

  private Placeholders words(BuildRequest request) {
    Map<String, String> words = new HashMap<>(request.words());
    words.put("APP_NAME", application.name());
    words.put("APP_VERSION", application.version().text());
    words.put("HELM_REPO", application.helmRepository());
    if (charts.size() == 1) {
      words.put("CHART_VERSION", charts.getFirst().version());
    }
    return new Placeholders(words);
  }

  /** Adds wheels and images, waits for the charts, and writes the checksums. */
  void pack(BuildRequest request) throws IOException {
    Path root = root();
    FolderFiles files = application.files();
    if (plugin.isPresent() || !files.wheels().isEmpty()) {
      Path plugins = Files.createDirectory(root.resolve("plugins"));
      for (Path wheel : files.wheels()) {
        Files.copy(wheel, plugins.resolve(String.valueOf(wheel.getFileName())));
      }
      if (plugin.isPresent()) {
        PluginWheel.write(
            application.name(),
            application.version(),
            plugin.get(),
            application.origin(),
            request.overrides(),
            plugins);
      }
    }
    if (!request.imageArchives().isEmpty()) {
      Path images = Files.createDirectory(root.resolve(IMAGES));
      for (Path archive : request.imageArchives()) {
        Files.copy(archive, images.resolve(String.valueOf(archive.getFileName())));
      }
    }
    for (int i = 0; i < charts.size(); i++) {
      origins.put(archived.get(i).await(), charts.get(i).source());
    }
    Checksums.write(root);
  }
}
