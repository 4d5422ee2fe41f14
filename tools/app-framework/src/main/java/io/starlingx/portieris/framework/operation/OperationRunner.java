/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.RegistryKey;
import io.starlingx.portieris.framework.helm.ChartLint;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseEngine;
import io.starlingx.portieris.framework.helm.ValuesMerge;
import io.starlingx.portieris.framework.image.MirrorSettings;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.operation.ApplyOperation.Applied;
import io.starlingx.portieris.framework.plugin.PythonPlugins;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.Operation;
import io.starlingx.portieris.framework.store.OperationKind;
import io.starlingx.portieris.framework.store.OperationOptions;
import io.starlingx.portieris.framework.store.ProcessOwner;
import io.starlingx.portieris.sysinv.plugin.ChartPlugins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Carries an accepted operation to its end, whatever happens, and stores how it ended. */
public final class OperationRunner {

  private final ApplicationStore store;
  private final Path logs;
  private final InstantSource clock;
  private final UploadOperation upload;
  private final ApplyOperation apply;
  private final RemoveOperation remove;
  private final UpdateOperation update;
  private final FormerVersion formerVersion;
  private final Lifecycle lifecycle;
  private final FailureRecorder failures;
  private final Prerequisites prerequisites;
  private final ApplicationSource source;
  private final Refusals refusals;
  private final KubernetesClient client;

  /**
   * @param source where applications are found that another one wants applied before itself
   */
  public OperationRunner(
      ApplicationStore store,
      Path logs,
      InstantSource clock,
      Cluster cluster,
      ChartPlugins plugins,
      PythonPlugins python,
      Optional<MirrorSettings> mirror,
      ReleaseEngine engine,
      ApplicationSource source) {
    this.store = store;
    this.source = source;
    this.logs = logs;
    this.clock = clock;
    this.lifecycle = new Lifecycle(python);
    UploadChecks checks = new UploadChecks();
    RegistryKey registryKey = new RegistryKey(cluster.client(), mirror);
    SystemOverrides system = new SystemOverrides(store, plugins, cluster.client(), python);
    EngineWait waiting = EngineWait.on(cluster.client(), engine);
    this.upload = new UploadOperation(store, checks, new ChartLint(), system, mirror);
    this.prerequisites = new Prerequisites(store, checks);
    this.apply =
        new ApplyOperation(
            prerequisites,
            new ValuesMerge(),
            engine,
            waiting,
            registryKey,
            system,
            lifecycle,
            mirror);
    this.refusals = new Refusals(checks);
    this.client = cluster.client();
    this.remove = new RemoveOperation(engine, waiting, registryKey, lifecycle);
    this.formerVersion = new FormerVersion(engine);
    this.failures = new FailureRecorder(store, cluster.client());
    this.update =
        new UpdateOperation(
            store, checks, upload, apply, formerVersion, failures, cluster.client(), lifecycle);
  }

  /**
   * Runs the operation, which must belong to this process.
   *
   * @param listener hears every progress after it was stored
   */
  public OperationResult run(Application application, Operation operation, Progress listener) {
    OperationLog log = new OperationLog(logs.resolve(application.name() + ".log"), clock);
    Steps steps = new StoredSteps(store.operations(), application.id(), log, listener);
    log.write("application-%s of %s".formatted(operation.kind().text(), application.version()));
    if (operation.kind() == OperationKind.UPDATE) {
      return update(application, operation, steps, log, listener);
    }
    Application begun =
        operation.kind() == OperationKind.REMOVE
            ? store.operations().deactivate(application.id()).orElse(application)
            : application;
    lifecycle.before(operation.kind(), begun, log);
    OperationResult result = carryOut(begun, operation, steps, log, listener);
    Application ended = result.application();
    lifecycle.after(operation.kind(), ended, ended.status() == operation.kind().success(), log);
    return result;
  }

  private OperationResult carryOut(
      Application application,
      Operation operation,
      Steps steps,
      OperationLog log,
      Progress listener) {
    try {
      if (operation.kind() == OperationKind.APPLY) {
        satisfy(application, steps, listener);
      }
      Applied done = run(application, operation, steps, log);
      return finish(
          application, operation, operation.kind().success(), done.progress(), done.notes(), log);
    } catch (OperationFailure e) {
      String text = String.valueOf(e.getMessage());
      return fail(application, operation, text, e.detail().isEmpty() ? text : e.detail(), log);
    } catch (KubernetesClientException e) {
      return fail(application, operation, Cluster.reason(e), e.toString(), log);
    } catch (IOException | UncheckedIOException e) {
      return fail(application, operation, String.valueOf(e.getMessage()), e.toString(), log);
    } catch (RuntimeException | Error e) {
      log.write(e);
      return fail(application, operation, ProgressText.ABORTED, e.toString(), log);
    }
  }

  private void satisfy(Application application, Steps steps, Progress listener)
      throws OperationFailure, IOException {
    prerequisites.satisfy(
        application,
        needed -> {
          Optional<Application> there = store.find(needed.name());
          if (there.isEmpty()) {
            steps.say(ProgressText.INSTALLING_DEPENDENCIES);
            there = upload(needed, listener);
          }
          return there.filter(a -> a.version().matches(needed.version())).isPresent()
              && apply(there.get(), steps, listener);
        });
  }

  /** Takes in what comes with the platform; empty when nothing there satisfies the need. */
  private Optional<Application> upload(Alternative needed, Progress listener) throws IOException {
    return source.take(needed) instanceof Accepted(Application accepted)
        ? Optional.of(run(accepted, listener))
        : Optional.empty();
  }

  private boolean apply(Application needed, Steps steps, Progress listener)
      throws OperationFailure {
    steps.say(ProgressText.INSTALLING_DEPENDENCIES);
    String kubernetes = client.getKubernetesVersion().getGitVersion();
    Acceptance begun =
        store
            .operations()
            .begin(
                needed.name(),
                OperationKind.APPLY,
                OperationOptions.NONE,
                ProcessOwner.current(),
                accepted -> refusals.incompatible(accepted, kubernetes));
    return begun instanceof Accepted(Application accepted)
        && run(accepted, listener).status() == OperationKind.APPLY.success();
  }

  private Application run(Application needed, Progress listener) {
    Operation operation = store.operations().of(needed.id()).orElseThrow();
    return run(needed, operation, text -> listener.say(needed.name() + ": " + text)).application();
  }

  private Applied run(Application application, Operation operation, Steps steps, OperationLog log)
      throws OperationFailure, IOException {
    return switch (operation.kind()) {
      case UPLOAD ->
          new Applied(upload.run(application, operation.options().images(), steps, log), "");
      case APPLY -> {
        ApplyOptions options = ApplyOptions.withClientSide(operation.options().clientSide());
        Applied applied = apply.run(application, options, steps, log);
        settleFormer(application, log);
        yield applied;
      }
      case REMOVE -> {
        String text = remove.run(application, steps, log);
        settleFormer(application, log);
        yield new Applied(text, "");
      }
      case UPDATE -> throw new IllegalArgumentException("an update runs by itself");
    };
  }

  /** An update that failed or was interrupted leaves the former version's own releases. */
  private void settleFormer(Application application, OperationLog log) throws OperationFailure {
    Optional<Application> former = store.versions().former(application.name());
    if (former.isPresent()) {
      try {
        formerVersion.removeWhatIsNotIn(application, former.get());
        store.versions().forget(former.get());
      } catch (ManifestException | HelmFailure e) {
        throw new OperationFailure(
            "releases of version %s cannot be removed: %s"
                .formatted(former.get().version(), e.getMessage()),
            e);
      }
      log.write("version " + former.get().version() + " is gone");
    }
  }

  private OperationResult update(
      Application application,
      Operation operation,
      Steps steps,
      OperationLog log,
      Progress listener) {
    Application former = store.versions().former(application.name()).orElseThrow();
    UpdateAttempt attempt = new UpdateAttempt(application, former, steps, log);
    return switch (update.run(attempt, () -> satisfy(application, steps, listener))) {
      case UpdateOutcome.Updated(String text, String notes) ->
          finish(application, operation, operation.kind().success(), text, notes, log);
      case UpdateOutcome.Failed(String text, String detail) ->
          finish(application, operation, operation.kind().failure(), text, detail, log);
      case UpdateOutcome.Recovered(ApplicationStatus status, String text, String detail) -> {
        String line = ProgressText.limited(text);
        store.versions().addFailed(former, application.version());
        Application ended = store.versions().restore(operation, status, line).orElse(application);
        log.write(status.text() + ": " + line);
        yield new OperationResult(ended, detail, log.file());
      }
    };
  }

  private OperationResult fail(
      Application application, Operation operation, String text, String detail, OperationLog log) {
    boolean isAborted = store.operations().isAborted(application.id());
    failures.record(application, operation.kind(), detail, log);
    boolean isForced =
        operation.options().force() && operation.kind() == OperationKind.REMOVE && !isAborted;
    if (isAborted) {
      lifecycle.afterAbort(operation.kind(), application, log);
    }
    return finish(
        application,
        operation,
        isForced ? operation.kind().success() : operation.kind().failure(),
        isForced ? ProgressText.REMOVE_FORCED : isAborted ? ProgressText.ABORTED_BY_USER : text,
        detail,
        log);
  }

  private OperationResult finish(
      Application application,
      Operation operation,
      ApplicationStatus status,
      String text,
      String detail,
      OperationLog log) {
    if (!detail.isEmpty()) {
      log.write(detail);
    }
    String line = ProgressText.limited(text);
    boolean active =
        switch (status) {
          case APPLIED -> true;
          case UPLOADED -> false;
          default -> operation.kind() != OperationKind.REMOVE && application.active();
        };
    if (status == operation.kind().success() && !text.equals(ProgressText.REMOVE_FORCED)) {
      store.failures().forget(application.name());
    }
    Application ended =
        store
            .operations()
            .finish(operation, status, line, active)
            .or(() -> store.find(application.name()))
            .orElse(application);
    log.write(status.text() + ": " + line);
    return new OperationResult(ended, detail, log.file());
  }
}
