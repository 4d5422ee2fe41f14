/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.framework.bundle.Bundles;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.flux.FluxDryRun;
import io.starlingx.portieris.framework.flux.FluxReleases;
import io.starlingx.portieris.framework.flux.ServedCharts;
import io.starlingx.portieris.framework.helm.HelmReleases;
import io.starlingx.portieris.framework.helm.ReleaseEngine;
import io.starlingx.portieris.framework.operation.ApplyPreview;
import io.starlingx.portieris.framework.operation.OperationResult;
import io.starlingx.portieris.framework.operation.OperationRunner;
import io.starlingx.portieris.framework.operation.PreviewResult;
import io.starlingx.portieris.framework.operation.Progress;
import io.starlingx.portieris.framework.plugin.PythonPlugins;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.Operation;
import io.starlingx.portieris.framework.store.OperationOptions;
import io.starlingx.portieris.framework.store.ProcessOwner;
import io.starlingx.portieris.sysinv.plugin.ChartPlugins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Carries this process's operations out, with the engine that was chosen. */
final class OperationExecution {

  /** As long as sysinv waits for a HelmRelease. */
  private static final Duration LONGEST_RELEASE = Duration.ofHours(3);

  private final ApplicationStore store;
  private final Trees trees;
  private final TarballIntake intake;
  private final Path logs;
  private final InstantSource clock;
  private final PythonPlugins python;
  private final FrameworkSettings settings;
  private final ServedCharts charts;

  OperationExecution(
      ApplicationStore store,
      Trees trees,
      TarballIntake intake,
      Path logs,
      InstantSource clock,
      PythonPlugins python,
      FrameworkSettings settings,
      ServedCharts charts) {
    this.store = store;
    this.trees = trees;
    this.intake = intake;
    this.logs = logs;
    this.clock = clock;
    this.python = python;
    this.settings = settings;
    this.charts = charts;
  }

  Optional<OperationResult> run(Application application, Cluster cluster, Progress listener) {
    Optional<Operation> operation =
        store
            .operations()
            .of(application.id())
            .filter(o -> o.owner().pid() == ProcessOwner.current().pid());
    OperationRunner runner =
        new OperationRunner(
            store,
            logs,
            clock,
            cluster,
            ChartPlugins.load(),
            python,
            settings.mirror(),
            engine(cluster, () -> store.operations().isAborted(application.id())),
            needed -> take(needed, cluster));
    List<Path> before = trees(application.name());
    Optional<OperationResult> result = operation.map(o -> runner.run(application, o, listener));
    if (result.isPresent()) {
      List<Path> kept = trees(application.name());
      before.stream().filter(tree -> !kept.contains(tree)).forEach(this::forget);
    }
    return result;
  }

  private Acceptance take(Alternative needed, Cluster cluster) throws IOException {
    Optional<Path> tarball =
        Bundles.read(settings.bundles(), text -> {})
            .newest(needed, cluster.client().getKubernetesVersion().getGitVersion());
    return tarball.isEmpty()
        ? new Refused(needed.name() + " does not come with the platform.")
        : intake.upload(
            new UploadRequest(tarball.get(), "", ""),
            OperationOptions.NONE,
            ProcessOwner.current());
  }

  /** Tells what an apply would change; nothing is stored or changed. */
  PreviewResult preview(
      Application application, boolean isClientSide, Cluster cluster, String kubernetes)
      throws IOException {
    return new ApplyPreview(
            store,
            ChartPlugins.load(),
            python,
            settings.mirror(),
            cluster,
            kubernetes,
            isFlux(cluster)
                ? Optional.of(new FluxDryRun(cluster.client(), settings.repository()))
                : Optional.empty(),
            clock)
        .of(application, isClientSide);
  }

  private boolean isFlux(Cluster cluster) {
    return switch (settings.engine()) {
      case FLUX -> true;
      case HELM -> false;
      case AUTO -> FluxReleases.isServed(cluster.client());
    };
  }

  private ReleaseEngine engine(Cluster cluster, BooleanSupplier isAborted) {
    return isFlux(cluster)
        ? new FluxReleases(cluster, charts::serve, clock, LONGEST_RELEASE, isAborted)
        : new HelmReleases(cluster);
  }

  private List<Path> trees(String name) {
    return store.everyVersion().stream()
        .filter(version -> version.name().equals(name))
        .map(Application::tree)
        .toList();
  }

  private void forget(Path tree) {
    try {
      trees.delete(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
