/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.build.ProductDefaults;
import io.starlingx.portieris.sysinv.bootstrap.ApplicationEntry;
import io.starlingx.portieris.sysinv.overrides.Overrides;
import io.starlingx.portieris.sysinv.overrides.OverridesText;
import io.starlingx.portieris.sysinv.overrides.StaticOverrides;
import io.starlingx.portieris.sysinv.plugin.ChartPlugin;
import io.starlingx.portieris.sysinv.plugin.ChartPlugins;
import io.starlingx.portieris.sysinv.plugin.OverrideContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Turns bootstrap files into Helm values. */
@Command(
    name = "overrides",
    description = {
      "Turn StarlingX bootstrap files into Helm values of the chart.",
      "Reads image_trust, docker_registries, ssl_ca_cert, the docker proxies and applications;",
      "credentials are never read or printed."
    })
final class OverridesCommand implements Callable<Integer> {

  /** What is written. */
  enum Format {
    VALUES,
    HELM_OVERRIDE,
    BOOTSTRAP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Reads a format by the one name that help and messages give it. */
  static final class FormatName extends ArrayList<String> implements ITypeConverter<Format> {
    private static final long serialVersionUID = 1L;

    FormatName() {
      super(Stream.of(Format.values()).map(Format::toString).toList());
    }

    @Override
    public Format convert(String text) {
      return Stream.of(Format.values())
          .filter(format -> format.toString().equals(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("accepted: " + String.join(", ", this)));
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--bootstrap",
      arity = "1..*",
      paramLabel = "FILE",
      description = {
        "Ansible variables such as localhost.yml.",
        "Of several files, a later one's variable replaces an earlier one's."
      })
  private List<Path> bootstrap = List.of();

  @Option(
      names = "--write-bootstrap",
      paramLabel = "FILE",
      description = {
        "Put the entry of applications into this file, in place: every other byte stays.",
        "It is read as the last --bootstrap; the values go to -o, or standard output."
      })
  private @Nullable Path written;

  @Option(
      names = "--chart",
      paramLabel = "NAME",
      defaultValue = Overrides.PORTIERIS,
      description = "The chart. Default and only one: ${DEFAULT-VALUE}.")
  private String chart = Overrides.PORTIERIS;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatName.class,
      completionCandidates = FormatName.class,
      description = {
        "values: complete, for helm install -f (the default).",
        "helm-override: what differs from the application's static overrides, for",
        "  system helm-override-update portieris portieris portieris --values FILE.",
        "bootstrap: that, and the entry of applications in localhost.yml that names it."
      })
  private @Nullable Format stated;

  @Option(
      names = "--tarball",
      paramLabel = "PATH",
      description = {
        "Where the tarball will be on the controller, for bootstrap.",
        "Default: /home/sysadmin/portieris-<version>.tgz."
      })
  private @Nullable String tarball;

  @Option(
      names = "--values-path",
      paramLabel = "PATH",
      description = {
        "Where the values will be on the controller, for bootstrap.",
        "Default: /home/sysadmin/portieris-overrides.yaml."
      })
  private @Nullable String valuesPath;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        "Where the values go instead of standard output;",
        "with --format bootstrap, the entry still goes to standard output."
      })
  private @Nullable Path output;

  @Override
  public Integer call() {
    check();
    ProductDefaults product = ProductDefaults.read();
    StaticOverrides application = BootstrapInput.staticOverrides(product);
    PrintWriter err = spec.commandLine().getErr();
    Overrides overrides =
        overrides(
            OverrideContext.of(
                Optional.of(BootstrapInput.read(inputs(), err)), application.values()));
    OverridesText text = new OverridesText(overrides, application);
    Optional<BootstrapFile> edited =
        Optional.ofNullable(written).map(file -> BootstrapFile.edit(file, entry(product)));
    PrintWriter out = spec.commandLine().getOut();
    if (edited.isEmpty() && format() == Format.BOOTSTRAP) {
      printEntry(product, out);
    }
    write(
        format() == Format.VALUES
            ? text.values(product.image().repository())
            : text.helmOverride());
    edited.ifPresent(file -> err.println("note: " + file.write()));
    out.flush();
    return ExitCode.OK;
  }

  private void printEntry(ProductDefaults product, PrintWriter out) {
    out.print(
        "# Into localhost.yml; into its list where there is one already, in the place of an\n");
    out.print("# entry for portieris. With --write-bootstrap localhost.yml it is put there.\n");
    out.print(OverridesText.applications(tarball(product), valuesPath()));
    if (output == null) {
      out.print("---\n# Into " + valuesPath() + "\n");
    }
  }

  private Format format() {
    return Optional.ofNullable(stated).orElse(written == null ? Format.VALUES : Format.BOOTSTRAP);
  }

  private List<Path> inputs() {
    List<Path> inputs = new ArrayList<>(bootstrap);
    if (written != null && bootstrap.stream().noneMatch(file -> isSame(file, written))) {
      inputs.add(written);
    }
    return inputs;
  }

  private ApplicationEntry entry(ProductDefaults product) {
    return new ApplicationEntry(
        tarball(product), Overrides.PORTIERIS, Overrides.PORTIERIS, valuesPath());
  }

  private Overrides overrides(OverrideContext context) {
    Map<String, Map<String, Map<String, Object>>> charts = new LinkedHashMap<>();
    for (ChartPlugin plugin : ChartPlugins.load().of(Overrides.PORTIERIS)) {
      Map<String, Map<String, Object>> namespaces = new LinkedHashMap<>();
      for (String namespace : plugin.namespaces()) {
        namespaces.put(namespace, plugin.overrides(namespace, context));
      }
      charts.put(plugin.chart(), namespaces);
    }
    return new Overrides(charts);
  }

  private void check() {
    if (!chart.equals(Overrides.PORTIERIS)) {
      throw new UserError("unknown chart '" + chart + "' (accepted: " + Overrides.PORTIERIS + ")");
    }
    if (bootstrap.isEmpty() && written == null) {
      throw new UserError("name a bootstrap file: --bootstrap or --write-bootstrap");
    }
    if (written != null && format() != Format.BOOTSTRAP) {
      throw new UserError("--write-bootstrap belongs to --format bootstrap");
    }
    if (format() != Format.BOOTSTRAP && (tarball != null || valuesPath != null)) {
      throw new UserError("--tarball and --values-path belong to --format bootstrap");
    }
    if (!tarball(ProductDefaults.read()).matches("/([\\w.-]+/)*portieris-\\d+\\.\\d+-\\d+\\.tgz")) {
      throw new UserError(
          "--tarball must be an absolute path that ends in portieris-N.N-N.tgz: bootstrap tells the"
              + " application's name from it");
    }
    if (!valuesPath().matches("/([\\w.-]+/)*[\\w.-]+")) {
      throw new UserError("--values-path must be an absolute path without spaces");
    }
    if (output != null && Files.isDirectory(output)) {
      throw new UserError(output + " is a directory; -o names a file");
    }
    if (output != null && inputs().stream().anyMatch(file -> isSame(file, output))) {
      throw new UserError("-o " + output + " would replace a bootstrap file");
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private String tarball(ProductDefaults product) {
    return Optional.ofNullable(tarball)
        .orElseGet(() -> "/home/sysadmin/portieris-" + product.version() + ".tgz");
  }

  private String valuesPath() {
    return Optional.ofNullable(valuesPath).orElse("/home/sysadmin/portieris-overrides.yaml");
  }

  private void write(String text) {
    if (output == null) {
      spec.commandLine().getOut().print(text);
      return;
    }
    try {
      NewFile.write(output, text);
    } catch (IOException e) {
      throw new UserError(output + " cannot be written: " + reason(e));
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "its directory does not exist";
      case AccessDeniedException denied -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
