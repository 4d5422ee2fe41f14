/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.build.AppBuild;
import io.starlingx.portieris.app.build.Artifact;
import io.starlingx.portieris.app.build.BuildRequest;
import io.starlingx.portieris.app.build.BuildResult;
import io.starlingx.portieris.app.build.ProductDefaults;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds the application tarball. */
@Command(
    name = "build",
    description = {
      "Build the application tarball from charts/ and manifests/.",
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
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where the results go. Default: build/ of the project.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    ProductDefaults defaults = ProductDefaults.read();
    Path root = ProjectRoot.path();
    BuildRequest request =
        new BuildRequest(
            root.resolve("charts"),
            root.resolve("manifests"),
            version(defaults),
            defaults.image(),
            SystemOverrides.none());
    Path target = Optional.ofNullable(output).orElseGet(() -> root.resolve("build"));
    try (StepReport steps = StepReport.to(spec.commandLine().getErr())) {
      return report(new AppBuild(steps).build(request, target));
    } catch (IOException e) {
      throw new UserError("the build into " + target + " failed: " + reason(e));
    }
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

  private int report(BuildResult result) {
    return switch (result) {
      case BuildResult.Built(Artifact tarball) -> {
        print(List.of(tarball));
        yield ExitCode.OK;
      }
      case BuildResult.Refused(List<Finding> findings) -> {
        PrintWriter err = spec.commandLine().getErr();
        findings.forEach(finding -> err.println("error: " + finding));
        err.println("Nothing was written.");
        yield ExitCode.FINDINGS;
      }
    };
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
