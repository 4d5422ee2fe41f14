/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.attestation.Component;
import io.starlingx.portieris.app.build.AppBuild;
import io.starlingx.portieris.app.build.Artifact;
import io.starlingx.portieris.app.build.BuildCache;
import io.starlingx.portieris.app.build.BuildRequest;
import io.starlingx.portieris.app.build.BuildResult;
import io.starlingx.portieris.app.build.ImageName;
import io.starlingx.portieris.app.build.ProductDefaults;
import io.starlingx.portieris.app.image.ImageBuild;
import io.starlingx.portieris.app.image.ImageException;
import io.starlingx.portieris.app.image.ImageRequest;
import io.starlingx.portieris.app.image.ImageResult;
import io.starlingx.portieris.app.manifest.FluxApi;
import io.starlingx.portieris.app.push.ImageArchive;
import io.starlingx.portieris.app.push.UnusableArchiveException;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapConfig;
import io.starlingx.portieris.sysinv.overrides.Overrides;
import io.starlingx.portieris.sysinv.plugin.ChartPlugins;
import io.starlingx.portieris.sysinv.plugin.OverrideContext;
import io.starlingx.portieris.testbed.CacheDirectory;
import java.io.IOException;
import java.io.PrintWriter;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Builds the application tarball. */
@Command(
    name = "build",
    description = {
      "Build the tarball of a StarlingX application from its folder: charts and what is to be said"
          + " about them.",
      "Without FOLDER, build this product, and its webhook's image with it.",
      "The same sources give the same bytes."
    },
    versionProvider = ProductVersion.class)
final class AppBuildCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private AppVersionOption version = new AppVersionOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = {
        "The application folder, or the descriptor in it: app.yaml, or app_manifest.yaml of the"
            + " stock generator.",
        "'app init' makes a folder."
      })
  private @Nullable Path folder;

  @Option(
      names = "--flux-api",
      paramLabel = "API",
      description = {
        "v2 or v2beta1: the Flux API that the platform serves. v2 is for platforms with Flux 2.3"
            + " and later, v2beta1 for those before.",
        "Default: v2 for what is generated; manifests of the folder stay as they are."
      })
  private @Nullable FluxApi fluxApi;

  @Option(
      names = "--bootstrap",
      arity = "1..*",
      paramLabel = "FILE",
      description = {
        "Ansible variables such as localhost.yml, whose overrides go into the plugin.",
        "Of several files, a later one's variable replaces an earlier one's."
      })
  private List<Path> bootstrap = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where the results go. Default: build/ in FOLDER, or in this project.")
  private @Nullable Path output;

  @Option(
      names = "--no-cache",
      description = {
        "Do everything anew: neither use nor keep what earlier builds found out. The result is the"
            + " same."
      })
  private boolean anew;

  @Mixin private ImageOptions images = new ImageOptions();

  @Override
  public Integer call() {
    boolean isProduct = isProduct();
    images.check(isProduct);
    ProductDefaults product = ProductDefaults.read();
    BuildRequest request = folder == null || isProduct ? product(product) : application(folder);
    Path target = target();
    try {
      Files.createDirectories(target);
      return build(request, product.image(), target);
    } catch (IOException e) {
      throw new UserError("the build into " + target + " failed: " + UserError.reason(e));
    } catch (ImageException e) {
      throw new UserError(e.getMessage() + "\nNothing was written.");
    }
  }

  /** Also when the product's folder is named. */
  private boolean isProduct() {
    if (folder == null) {
      return true;
    }
    try {
      Path product = ProjectRoot.application();
      return Files.exists(product)
          && Files.exists(folder)
          && (Files.isSameFile(folder, product)
              || Files.isSameFile(folder, product.resolve("app.yaml")));
    } catch (IOException e) {
      return false;
    }
  }

  /** This product: an application folder as any other, with version and image from the build. */
  private BuildRequest product(ProductDefaults product) {
    return new BuildRequest(
        ProjectRoot.application(),
        Optional.of(version.value().orElse(product.version())),
        Map.of(
            "IMAGE_REPOSITORY", product.image().repository(),
            "IMAGE_TAG", product.image().tag(),
            "IMAGE_DIGEST", ""),
        overrides(product),
        Optional.ofNullable(fluxApi));
  }

  private BuildRequest application(Path source) {
    if (!bootstrap.isEmpty()) {
      throw new UserError("--bootstrap is for this product: leave it or FOLDER out");
    }
    return new BuildRequest(
        source, version.value(), Map.of(), SystemOverrides.none(), Optional.ofNullable(fluxApi));
  }

  private Path target() {
    if (output != null) {
      return output;
    }
    if (folder == null || isProduct()) {
      ProjectRoot.needSources("Results go into build/", "name another folder with --output");
      return ProjectRoot.path().resolve("build");
    }
    return Files.isDirectory(folder) ? folder.resolve("build") : folder.resolveSibling("build");
  }

  /** All results are built aside, so that either all are put in place or none. */
  private int build(BuildRequest request, ImageName name, Path target)
      throws IOException, ImageException {
    BuildOutputs outputs =
        new BuildOutputs(BuildOutputs.run(List.of("app", "build"), options(), System.getenv()));
    try (StepReport steps = StepReport.to(spec.commandLine().getErr());
        TemporaryDirectory aside = TemporaryDirectory.createIn(target, ".portieris-")) {
      Optional<ImageResult> early =
          images.embeds() || images.pins()
              ? Optional.of(image(request.version().orElseThrow(), name, steps, aside.path()))
              : Optional.empty();
      Optional<ImageResult> embedded = early.filter(image -> images.embeds());
      BuildRequest wanted =
          request.withImageArchives(
              embedded.map(image -> image.archive().file()).stream().toList());
      if (images.pins() && early.isPresent()) {
        wanted = wanted.withWord("IMAGE_DIGEST", digest(early.get().archive().file()));
      }
      BuildResult.Built built;
      switch (new AppBuild(steps, cache()).build(wanted, aside.path())) {
        case BuildResult.Built result -> built = result;
        case BuildResult.Refused(List<Finding> findings) -> {
          return refused(findings);
        }
      }
      addTarball(built, embedded, outputs);
      if (early.isPresent()) {
        addImage(early.get(), name, outputs);
      } else if (isProduct() && images.builds()) {
        addImage(image(built.version(), name, steps, aside.path()), name, outputs);
      }
      List<Artifact> placed = outputs.moveInto(target);
      steps.end();
      PrintWriter err = spec.commandLine().getErr();
      built.warnings().forEach(warning -> err.println("warning: " + warning));
      BuildOutputs.print(placed, spec.commandLine().getOut());
      return ExitCode.OK;
    }
  }

  private BuildCache cache() {
    return anew ? BuildCache.none() : BuildCache.in(CacheDirectory.of(System.getenv()));
  }

  private ImageResult image(AppVersion built, ImageName name, StepReport steps, Path directory)
      throws IOException, ImageException {
    ImageRequest wanted = images.request(built, name);
    ImageResult made = new ImageBuild(steps).build(wanted, directory);
    made.changes().forEach(change -> steps.note("package " + change));
    return made;
  }

  private static String digest(Path archive) {
    try (ImageArchive image = ImageArchive.open(archive)) {
      return image.digest();
    } catch (UnusableArchiveException e) {
      throw new UserError(e.getMessage() + "\nNothing was written.");
    }
  }

  private static void addTarball(
      BuildResult.Built built, Optional<ImageResult> embedded, BuildOutputs outputs)
      throws IOException {
    List<Component> parts = new ArrayList<>(built.components());
    embedded.ifPresent(image -> parts.addAll(image.components()));
    outputs.add(
        built.tarball(),
        new Component("application", built.name(), built.version().text(), "", Optional.empty()),
        parts,
        built.sources());
  }

  private static void addImage(ImageResult image, ImageName name, BuildOutputs outputs)
      throws IOException {
    outputs.add(
        image.archive(),
        new Component("container", name.repository(), name.tag(), "", Optional.empty()),
        image.components(),
        image.components().stream().map(Component::material).toList());
  }

  /** What decides about the results, for their provenance. */
  private SortedMap<String, String> options() {
    SortedMap<String, String> options = new TreeMap<>();
    version.text().ifPresent(value -> options.put("--version", value));
    Optional.ofNullable(fluxApi).ifPresent(api -> options.put("--flux-api", api.toString()));
    images.describe(options);
    if (!bootstrap.isEmpty()) {
      options.put("--bootstrap", bootstrap.size() + " files");
    }
    return options;
  }

  /** What the chart plugins compute, with or without bootstrap files. */
  private SystemOverrides overrides(ProductDefaults product) {
    Optional<BootstrapConfig> config =
        bootstrap.isEmpty()
            ? Optional.empty()
            : Optional.of(BootstrapInput.read(bootstrap, spec.commandLine().getErr()));
    return SystemOverrides.of(
        ChartPlugins.load().of(Overrides.PORTIERIS),
        OverrideContext.of(config, BootstrapInput.staticOverrides(product).values()));
  }

  private int refused(List<Finding> findings) {
    PrintWriter err = spec.commandLine().getErr();
    findings.forEach(finding -> err.println("error: " + finding));
    err.println("Nothing was written.");
    return ExitCode.FINDINGS;
  }
}
