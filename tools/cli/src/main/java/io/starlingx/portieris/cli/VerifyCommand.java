/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.cli.verify.InputException;
import io.starlingx.portieris.cli.verify.JsonReport;
import io.starlingx.portieris.cli.verify.TextReport;
import io.starlingx.portieris.cli.verify.Verification;
import io.starlingx.portieris.cli.verify.VerifiedImage;
import io.starlingx.portieris.cli.verify.VerifiedImage.Outcome;
import io.starlingx.portieris.cli.verify.VerifyInput;
import io.starlingx.portieris.cli.verify.VerifyResult;
import io.starlingx.portieris.trust.ImageTrust;
import io.starlingx.portieris.trust.registry.RegistryHosts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Decides about images as the webhook would. */
@Command(
    name = "verify",
    description = {
      "Decide about images as the webhook would, without a cluster.",
      "Exit code: 0 all trusted, 1 any refused, 2 none refused but some could not be checked."
    })
final class VerifyCommand implements Callable<Integer> {

  /** Reads an instant. */
  static final class InstantText implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + text + "' is no instant of the form 2026-11-23T00:00:00Z");
      }
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Images as written in a pod.")
  private List<String> images = List.of();

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "ImagePolicy and ClusterImagePolicy objects, YAML or JSON; may be repeated.")
  private List<Path> policies = List.of();

  @Option(
      names = "--namespace",
      paramLabel = "NS",
      defaultValue = "default",
      description = "Namespace of the workload. Default: ${DEFAULT-VALUE}.")
  private String namespace = "default";

  @Mixin private WebhookNamespaceOption webhook = new WebhookNamespaceOption();

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description = "Secret manifests that policies refer to.")
  private @Nullable Path secrets;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = {
        "Read Secrets that policies refer to, and the pull secrets of the namespace's default"
            + " service account, from this cluster instead."
      })
  private @Nullable Path kubeconfig;

  @Mixin private RegistryOptions registries = new RegistryOptions();

  @Option(
      names = "--insecure-registry",
      paramLabel = "HOST[:PORT]",
      description = "A registry that has no TLS, asked without credentials; may be repeated.")
  private List<String> insecureRegistries = List.of();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where roots and versions are remembered. Default: nowhere.")
  private @Nullable Path state;

  @Option(
      names = "--at",
      converter = InstantText.class,
      paramLabel = "INSTANT",
      description = "Judge expiry as of this time: 2026-11-23T00:00:00Z. Default: now.")
  private @Nullable Instant at;

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--explain",
      description = "Tell which rules were considered, and why one decides.")
  private boolean explain;

  @Override
  public Integer call() throws IOException {
    if (secrets != null && kubeconfig != null) {
      throw new ParameterException(
          spec.commandLine(), "--secrets and --kubeconfig exclude each other");
    }
    // What the engine logs for the webhook's operators stands in the result here.
    Logger engine = Logger.getLogger(ImageTrust.class.getPackageName());
    engine.setLevel(Level.SEVERE);
    if (state != null) {
      if (Files.exists(state) && !Files.isDirectory(state)) {
        throw new UserError("--state: " + state + " is not a directory");
      }
      return verify(state);
    }
    try (TemporaryDirectory passing = TemporaryDirectory.create("portieris-verify-")) {
      return verify(passing.path());
    }
  }

  private int verify(Path remembered) {
    VerifyResult result;
    try {
      result = Verification.run(input(remembered));
    } catch (InputException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
    PrintWriter err = spec.commandLine().getErr();
    result.warnings().forEach(warning -> err.println("warning: " + warning));
    List<VerifiedImage> results = result.images();
    if (state == null && results.stream().anyMatch(VerifiedImage::restsOnFirstUse)) {
      err.println(
          "warning: the root of trust was taken as the server showed it; pin it in the rule's"
              + " trust.root, or have it remembered with --state");
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (output.form()) {
      case JSON -> out.println(JsonReport.of(results));
      case TEXT -> out.print(new TextReport(this::coloured).of(results));
    }
    out.flush();
    return exitCode(results);
  }

  private VerifyInput input(Path remembered) {
    return new VerifyInput(
        images,
        policies,
        namespace,
        webhook.name(),
        Optional.ofNullable(secrets),
        Optional.ofNullable(kubeconfig),
        registries.credentials(System.getenv()),
        registries.authorities(),
        registries.tokenServices(),
        insecure(),
        remembered,
        at == null ? InstantSource.system() : InstantSource.fixed(at),
        explain);
  }

  private RegistryHosts insecure() {
    try {
      return new RegistryHosts(insecureRegistries, Map.of());
    } catch (IllegalArgumentException e) {
      throw new UserError("--insecure-registry: " + e.getMessage());
    }
  }

  private String coloured(String colour, String text) {
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    return ansi.string("@|" + colour + " " + text + "|@");
  }

  private static int exitCode(List<VerifiedImage> results) {
    if (results.stream().anyMatch(result -> result.outcome() == Outcome.REFUSED)) {
      return ExitCode.FINDINGS;
    }
    return results.stream().allMatch(result -> result.outcome() == Outcome.TRUSTED)
        ? ExitCode.OK
        : ExitCode.UNAVAILABLE;
  }
}
