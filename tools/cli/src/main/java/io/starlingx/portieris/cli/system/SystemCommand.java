/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.EngineChoice;
import io.starlingx.portieris.framework.bundle.Bundles;
import io.starlingx.portieris.framework.plugin.PluginSettings;
import io.starlingx.portieris.framework.view.OutputFormat;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Parent of the application commands; every error of theirs exits with 1, as the stock client's.
 */
@Command(
    name = "system",
    description = {
      "Upload, override, apply and remove StarlingX applications on the current cluster.",
      "Options, texts and tables are those of the StarlingX client of the same name."
    },
    subcommands = {
      ApplicationListCommand.class,
      ApplicationShowCommand.class,
      ApplicationUploadCommand.class,
      ApplicationApplyCommand.class,
      ApplicationUpdateCommand.class,
      ApplicationAbortCommand.class,
      ApplicationRemoveCommand.class,
      ApplicationDeleteCommand.class,
      HelmOverrideListCommand.class,
      HelmOverrideShowCommand.class,
      HelmOverrideUpdateCommand.class,
      HelmOverrideDeleteCommand.class,
      HelmChartAttributeModifyCommand.class,
      ServeCommand.class,
      ApplicationWorkerCommand.class
    })
public final class SystemCommand implements Runnable {

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The cluster; default: KUBECONFIG, else ~/.kube/config.")
  private Optional<Path> kubeconfig = Optional.empty();

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "Where applications are kept; default: a folder of this cluster's own below"
              + " $XDG_STATE_HOME/portieris/system.")
  private Optional<Path> stateDirectory = Optional.empty();

  @Option(
      names = "--no-plugins",
      scope = ScopeType.INHERIT,
      description = "Do not run the Python in applications' wheels; they are applied without.")
  private boolean isWithoutPlugins;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Python 3.9 or later for applications' plugins; default: python3 in PATH.")
  private Optional<Path> python = Optional.empty();

  @Option(
      names = "--registry",
      paramLabel = "HOST[:PORT]",
      scope = ScopeType.INHERIT,
      description = {
        "Copy applications' images to this registry and let pods pull them there, as a platform",
        "does with its own; default: images stay where they are."
      })
  private Optional<String> registry = Optional.empty();

  @Option(
      names = "--registry-ca",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "PEM certificate authorities of registries, trusted beside the system's.")
  private Optional<Path> registryAuthorities = Optional.empty();

  @Option(
      names = "--docker-config",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Directory of config.json. Default: $DOCKER_CONFIG, else ~/.docker.")
  private Optional<Path> dockerConfig = Optional.empty();

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      scope = ScopeType.INHERIT,
      description = {
        "Who installs charts: ${COMPLETION-CANDIDATES}; auto is Flux where the cluster serves its",
        "HelmRelease, else Helm within this program; default: ${DEFAULT-VALUE}."
      })
  private EngineChoice engine = EngineChoice.AUTO;

  @Option(
      names = "--repository-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = {
        "Where Flux reaches the charts that this program serves on the loopback address, on the",
        "port of the URL; default: the loopback address itself and any port."
      })
  private Optional<URI> repositoryUrl = Optional.empty();

  @Option(
      names = "--bundles",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = {
        "Tarballs that come with the platform: an apply takes from there what the application"
            + " wants",
        "applied before itself, and update_all of the REST API what applications are to become;",
        "default: ${DEFAULT-VALUE}."
      })
  private Path bundles = Bundles.FOLDER;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;
  private final InstantSource clock;
  private final WorkerLauncher launcher;
  private final InputStream input;

  /**
   * @param environment variables of the environment
   * @param launcher starts this program again
   * @param input where answers to questions come from
   */
  public SystemCommand(
      Map<String, String> environment,
      InstantSource clock,
      WorkerLauncher launcher,
      InputStream input) {
    this.environment = environment;
    this.clock = clock;
    this.launcher = launcher;
    this.input = input;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /** What a command needs; the caller closes it. */
  SystemSession open() {
    PluginSettings plugins =
        isWithoutPlugins
            ? PluginSettings.REFUSED
            : PluginSettings.of(
                python.map(Path::toAbsolutePath), environment.getOrDefault("PATH", ""));
    Optional<RegistryChoice> chosen =
        registry.map(
            host ->
                new RegistryChoice(
                    host,
                    registryAuthorities.map(Path::toAbsolutePath),
                    dockerConfig.map(Path::toAbsolutePath)));
    return new SystemSession(
        kubeconfig,
        stateDirectory.map(Path::toAbsolutePath),
        plugins,
        chosen,
        engine,
        repositoryUrl,
        bundles.toAbsolutePath(),
        environment,
        clock);
  }

  /** Follows accepted operations of that command. */
  OperationFollower follower(CommandSpec command, OutputFormat format) {
    return new OperationFollower(
        command.commandLine().getOut(), command.commandLine().getErr(), format, launcher);
  }

  /** Whether something may be removed. */
  boolean isConfirmed(boolean isYes, PrintWriter out) {
    return new Confirmation(environment, input, out).isGiven(isYes);
  }

  Map<String, String> environment() {
    return environment;
  }
}
