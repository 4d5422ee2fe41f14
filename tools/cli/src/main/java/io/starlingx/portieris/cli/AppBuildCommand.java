/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.build.AppBuild;
import io.starlingx.portieris.app.build.Artifact;
import io.starlingx.portieris.app.build.BuildRequest;
import io.starlingx.portieris.app.build.BuildResult;
import io.starlingx.portieris.app.build.ProductDefaults;
import io.starlingx.portieris.app.image.ImageBuild;
import io.starlingx.portieris.app.image.ImageException;
import io.starlingx.portieris.app.image.ImageRequest;
import io.starlingx.portieris.app.image.ImageResult;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapConfig;
import io.starlingx.portieris.sysinv.overrides.Overrides;
import io.starlingx.portieris.testbed.CacheDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds the application tarball. */
@Command(
    name = "build",
    description = {
      "Build the application tarball from charts/ and manifests/, and the webhook's image.",
      "The same sources give the same bytes."
    },
    versionProvider = ProductVersion.class)
final class AppBuildCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  // --version means another thing here than elsewhere, which takes the inherited help away.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  @Option(names = "-V", versionHelp = true, description = "Print version information and exit.")
  @SuppressWarnings("UnusedVariable")
  private boolean productVersion;

  @Option(
      names = "--version",
      paramLabel = "N.N-N",
      description = "Version of the application. Default: that of the product.")
  private @Nullable String version;

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
      description = "Where the results go. Default: build/ of the project.")
  private @Nullable Path output;

  @ArgGroup private ImageChoice imageChoice = new ImageChoice();

  /** Whether an image is built, and on what. */
  static final class ImageChoice {
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

  @Override
  public Integer call() {
    ProductDefaults product = ProductDefaults.read();
    Path root = ProjectRoot.path();
    BuildRequest request =
        new BuildRequest(
            root.resolve("charts"),
            root.resolve("manifests"),
            version(product),
            product.image(),
            overrides(product));
    Path target = Optional.ofNullable(output).orElseGet(() -> root.resolve("build"));
    try {
      Files.createDirectories(target);
      return build(request, target);
    } catch (IOException e) {
      throw new UserError("the build into " + target + " failed: " + reason(e));
    } catch (ImageException e) {
      throw new UserError(e.getMessage() + "\nNothing was written.");
    }
  }

  /** All results are built aside, so that either all are put in place or none. */
  private int build(BuildRequest request, Path target) throws IOException, ImageException {
    try (StepReport steps = StepReport.to(spec.commandLine().getErr());
        TemporaryDirectory aside = TemporaryDirectory.createIn(target, ".portieris-")) {
      List<Artifact> artifacts = new ArrayList<>();
      switch (new AppBuild(steps).build(request, aside.path())) {
        case BuildResult.Built(Artifact tarball) -> artifacts.add(tarball);
        case BuildResult.Refused(List<Finding> findings) -> {
          return refused(findings);
        }
      }
      if (!imageChoice.none) {
        ImageResult image = new ImageBuild(steps).build(image(request), aside.path());
        image.changes().forEach(change -> steps.note("package " + change));
        artifacts.add(image.archive());
      }
      List<Artifact> placed = new ArrayList<>();
      for (Artifact artifact : artifacts) {
        placed.add(artifact.moveInto(target));
      }
      steps.end();
      print(placed);
      return ExitCode.OK;
    }
  }

  private ImageRequest image(BuildRequest request) {
    return new ImageRequest(
        ProjectRoot.webhookDistribution(),
        ProjectRoot.webhookWorkspace(),
        request.version(),
        request.image(),
        ProjectRoot.path().resolve("portieris-armada-app/debian.lock"),
        CacheDirectory.of(System.getenv()).resolve("packages"),
        Optional.ofNullable(imageChoice.base));
  }

  private SystemOverrides overrides(ProductDefaults product) {
    if (bootstrap.isEmpty()) {
      return SystemOverrides.none();
    }
    BootstrapConfig config = BootstrapInput.read(bootstrap, spec.commandLine().getErr());
    return new SystemOverrides(
        Overrides.of(config, BootstrapInput.staticOverrides(product)).charts());
  }

  private AppVersion version(ProductDefaults defaults) {
    if (version == null) {
      return defaults.version();
    }
    return AppVersion.parse(version)
        .orElseThrow(
            () ->
                new UserError(
                    "--version "
                        + version
                        + " is not of the form N.N-N, for example "
                        + defaults.version()
                        + ": the platform tells name and version from the tarball's file name"));
  }

  private int refused(List<Finding> findings) {
    PrintWriter err = spec.commandLine().getErr();
    findings.forEach(finding -> err.println("error: " + finding));
    err.println("Nothing was written.");
    return ExitCode.FINDINGS;
  }

  private void print(List<Artifact> artifacts) {
    PrintWriter out = spec.commandLine().getOut();
    int width = artifacts.stream().mapToInt(a -> a.file().toString().length()).max().orElse(0);
    for (Artifact artifact : artifacts) {
      out.printf(
          Locale.ROOT,
          "%-" + width + "s  %12d bytes  sha256:%s%n",
          artifact.file(),
          artifact.bytes(),
          artifact.sha256());
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
  }
}
