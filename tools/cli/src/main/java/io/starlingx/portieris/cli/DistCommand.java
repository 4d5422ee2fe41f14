/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.attestation.Component;
import io.starlingx.portieris.app.attestation.Material;
import io.starlingx.portieris.app.build.Artifact;
import io.starlingx.portieris.app.build.ImageName;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.chart.ChartPacker;
import io.starlingx.portieris.app.chart.ChartStage;
import io.starlingx.portieris.app.image.Architecture;
import io.starlingx.portieris.app.image.ImageBuild;
import io.starlingx.portieris.app.image.ImageException;
import io.starlingx.portieris.app.image.ImageRequest;
import io.starlingx.portieris.app.image.ImageResult;
import io.starlingx.portieris.app.image.JavaProgram;
import io.starlingx.portieris.app.image.ProgramArchive;
import io.starlingx.portieris.app.image.ProgramRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes what a pipeline or a site without network takes home instead of the sources. */
@Command(
    name = "dist",
    description = {
      "Make the command line with its own Java runtime, and the chart for plain 'helm install'.",
      "The command line comes as .tar.gz and as OCI archive; each file with checksum, bill of"
          + " materials and provenance. The same sources give the same bytes."
    })
final class DistCommand implements Callable<Integer> {

  private static final String IMAGE = "docker.io/starlingx/portieris-cli";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where the results go. Default: build/ of the project.")
  private @Nullable Path output;

  @Option(names = "--no-image", description = "Leave out the OCI archive.")
  private boolean noImage;

  @Override
  public Integer call() {
    ProjectRoot.needSources("A distribution is made", "this is one already");
    Path target = Optional.ofNullable(output).orElseGet(() -> ProjectRoot.path().resolve("build"));
    SortedMap<String, String> options = new TreeMap<>();
    if (noImage) {
      options.put("--no-image", "true");
    }
    BuildOutputs outputs =
        new BuildOutputs(BuildOutputs.run(List.of("dist"), options, System.getenv()));
    try {
      Files.createDirectories(target);
      try (StepReport steps = StepReport.to(spec.commandLine().getErr());
          TemporaryDirectory aside = TemporaryDirectory.createIn(target, ".portieris-")) {
        make(outputs, aside.path(), steps);
        List<Artifact> placed = outputs.moveInto(target);
        steps.end();
        BuildOutputs.print(placed, spec.commandLine().getOut());
        return ExitCode.OK;
      }
    } catch (IOException e) {
      throw new UserError("the distribution into " + target + " failed: " + UserError.reason(e));
    } catch (ImageException e) {
      throw new UserError(e.getMessage() + "\nNothing was written.");
    }
  }

  private void make(BuildOutputs outputs, Path work, StepReport steps)
      throws IOException, ImageException {
    String version = ProductVersion.text().replaceAll("[^\\w.-]", "");
    String name = "portieris-cli-" + version + "-linux-" + Architecture.current();
    ImageName image = new ImageName(IMAGE, version);
    SortedMap<String, Path> data = data();
    ImageRequest request = ProductImages.commandLine(name + ".oci.tar", image, data);
    Path home =
        new ProgramRuntime(JavaProgram.commandLine(), steps)
            .layOut(request.distribution(), request.workspace());
    steps.step("pack the command line");
    ProgramArchive program = new ProgramArchive(JavaProgram.commandLine(), home);
    Artifact archive =
        program.write(
            work.resolve(name + ".tar.gz"),
            "portieris",
            data,
            new TreeMap<>(Map.of("LICENSE", ProjectRoot.path().resolve("LICENSE"))));
    List<Component> parts = program.components();
    List<Material> sources = new ArrayList<>(sources(data));
    parts.forEach(part -> sources.add(part.material()));
    outputs.add(
        archive,
        new Component("application", "portieris-cli", version, "", Optional.empty()),
        parts,
        sources);
    if (!noImage) {
      ImageResult built = new ImageBuild(steps).build(request, work);
      built.changes().forEach(change -> steps.note("package " + change));
      List<Material> materials = new ArrayList<>(sources(data));
      built.components().forEach(part -> materials.add(part.material()));
      outputs.add(
          built.archive(),
          new Component("container", IMAGE, version, "", Optional.empty()),
          built.components(),
          materials);
    }
    steps.step("pack the chart");
    chart(outputs, work);
  }

  /** What commands read of the source tree. */
  private static SortedMap<String, Path> data() {
    return new TreeMap<>(
        Map.of(
            "charts", ProjectRoot.path().resolve("charts"),
            "manifests", ProjectRoot.path().resolve("manifests")));
  }

  private static List<Material> sources(SortedMap<String, Path> data) throws IOException {
    List<Material> sources = new ArrayList<>();
    for (Map.Entry<String, Path> entry : data.entrySet()) {
      sources.add(Material.of(entry.getKey(), entry.getValue(), path -> true));
    }
    return sources;
  }

  private static void chart(BuildOutputs outputs, Path work) throws IOException {
    Path source = ProjectRoot.path().resolve("charts/portieris");
    List<Finding> findings = new ArrayList<>();
    Path expanded = Files.createDirectory(work.resolve("charts"));
    Optional<Chart> chart = new ChartStage(() -> expanded, findings).stage(source, "");
    if (chart.isEmpty() || !findings.isEmpty()) {
      throw new UserError(source + " is no sound chart: " + findings);
    }
    outputs.add(
        Artifact.of(ChartPacker.pack(chart.get(), work)),
        new Component(
            "application", chart.get().name(), chart.get().version(), "", Optional.empty()),
        List.of(),
        List.of(Material.of("chart", source, path -> true)));
  }
}
