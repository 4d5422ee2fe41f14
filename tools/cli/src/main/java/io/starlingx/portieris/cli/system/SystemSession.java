/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.EngineChoice;
import io.starlingx.portieris.framework.FrameworkSettings;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.cluster.KubeConfigFile;
import io.starlingx.portieris.framework.image.MirrorSettings;
import io.starlingx.portieris.framework.plugin.PluginSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cluster and state of one command; the cluster is only asked when it is needed. */
final class SystemSession implements AutoCloseable {

  private final Optional<Path> kubeconfig;
  private final Optional<Path> stateDirectory;
  private final PluginSettings plugins;
  private final Optional<RegistryChoice> registry;
  private final EngineChoice engine;
  private final Optional<URI> repositoryUrl;
  private final Path bundles;
  private final List<ApplicationFramework> opened = new ArrayList<>();
  private final Map<String, String> environment;
  private final InstantSource clock;
  private Optional<Cluster> cluster = Optional.empty();

  SystemSession(
      Optional<Path> kubeconfig,
      Optional<Path> stateDirectory,
      PluginSettings plugins,
      Optional<RegistryChoice> registry,
      EngineChoice engine,
      Optional<URI> repositoryUrl,
      Path bundles,
      Map<String, String> environment,
      InstantSource clock) {
    this.kubeconfig = kubeconfig;
    this.stateDirectory = stateDirectory;
    this.plugins = plugins;
    this.registry = registry;
    this.engine = engine;
    this.repositoryUrl = repositoryUrl;
    this.bundles = bundles;
    this.environment = environment;
    this.clock = clock;
  }

  Cluster cluster() throws ClusterUnreachableException {
    if (cluster.isEmpty()) {
      cluster = Optional.of(Cluster.connect(KubeConfigFile.locate(kubeconfig, environment)));
    }
    return cluster.get();
  }

  /** The directory given, else one for this cluster, so that two clusters are never mixed up. */
  Path stateDirectory() throws ClusterUnreachableException {
    return stateDirectory.isPresent()
        ? stateDirectory.get()
        : states().resolve("portieris").resolve("system").resolve(cluster().uid());
  }

  private Path states() {
    String states = environment.getOrDefault("XDG_STATE_HOME", "");
    return states.isEmpty()
        ? Path.of(environment.getOrDefault("HOME", "."), ".local", "state").toAbsolutePath()
        : Path.of(states);
  }

  ApplicationFramework framework() throws ClusterUnreachableException, IOException {
    Optional<MirrorSettings> mirror =
        registry.isPresent() ? Optional.of(registry.get().settings(environment)) : Optional.empty();
    ApplicationFramework framework =
        ApplicationFramework.open(
            stateDirectory(),
            clock,
            new FrameworkSettings(plugins, mirror, engine, repositoryUrl, bundles),
            this::cluster);
    opened.add(framework);
    return framework;
  }

  /** Whether images are copied to a registry of choice. */
  boolean isMirroring() {
    return registry.isPresent();
  }

  /** The options with which another process works on the same. */
  List<String> options() throws ClusterUnreachableException {
    List<String> options = new ArrayList<>();
    options.add("--state-dir=" + stateDirectory());
    options.add("--kubeconfig=" + cluster().kubeconfig());
    if (plugins.isRefused()) {
      options.add("--no-plugins");
    }
    plugins.interpreter().ifPresent(file -> options.add("--python=" + file));
    registry.ifPresent(choice -> options.addAll(choice.options()));
    options.add("--engine=" + engine);
    repositoryUrl.ifPresent(url -> options.add("--repository-url=" + url));
    options.add("--bundles=" + bundles);
    return options;
  }

  /** The folder of the applications that come with the platform. */
  Path bundles() {
    return bundles;
  }

  /** Tells the time to everything within. */
  InstantSource clock() {
    return clock;
  }

  @Override
  public void close() {
    opened.forEach(ApplicationFramework::close);
    cluster.ifPresent(Cluster::close);
  }
}
