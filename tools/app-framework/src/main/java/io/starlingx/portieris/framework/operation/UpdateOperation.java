/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.app.wheel.PluginLifecycle;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.manifest.YamlFile;
import io.starlingx.portieris.framework.plugin.Hook;
import io.starlingx.portieris.framework.plugin.Hook.HookType;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.ApplicationVersions;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.store.OperationKind;
import io.starlingx.portieris.framework.view.PythonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a new version in the place of an applied one. If that fails, the former version is brought
 * back, unless the new one's metadata forbids it.
 */
final class UpdateOperation {

  private static final String UPDATE = OperationKind.UPDATE.text();

  private final ApplicationStore store;
  private final ApplicationVersions versions;
  private final UploadChecks checks;
  private final UploadOperation upload;
  private final ApplyOperation apply;
  private final FormerVersion formerVersion;
  private final UpdateRecovery recovery;
  private final FailureRecorder failures;
  private final KubernetesClient client;
  private final Lifecycle hooks;

  UpdateOperation(
      ApplicationStore store,
      UploadChecks checks,
      UploadOperation upload,
      ApplyOperation apply,
      FormerVersion formerVersion,
      FailureRecorder failures,
      KubernetesClient client,
      Lifecycle hooks) {
    this.store = store;
    this.versions = store.versions();
    this.checks = checks;
    this.upload = upload;
    this.apply = apply;
    this.formerVersion = formerVersion;
    this.recovery = new UpdateRecovery(versions, checks, apply, formerVersion, hooks);
    this.failures = failures;
    this.client = client;
    this.hooks = hooks;
  }

  /** Sees to what the new version needs before anything of it is done. */
  @FunctionalInterface
  interface Beforehand {
    void run() throws OperationFailure, IOException;
  }

  /** Never throws for what goes wrong on the way. */
  UpdateOutcome run(UpdateAttempt attempt, Beforehand beforehand) {
    try {
      Optional<AppMetadata> metadata = checks.metadata(attempt.application().tree());
      Optional<String> refusal = metadata.flatMap(m -> fromVersionsRefusal(m, attempt.former()));
      if (refusal.isPresent()) {
        record(attempt, refusal.get());
        return UpdateRecovery.untouched(attempt, refusal.get(), refusal.get());
      }
      beforehand.run();
      String notes = update(attempt, metadata);
      return new UpdateOutcome.Updated(attempt.text() + " completed." + cleanup(attempt), notes);
    } catch (OperationFailure e) {
      String text = String.valueOf(e.getMessage());
      return recover(attempt, e.detail().isEmpty() ? text : text + "\n" + e.detail());
    } catch (KubernetesClientException e) {
      return recover(attempt, Cluster.reason(e));
    } catch (ManifestException | HelmFailure | IOException | UncheckedIOException e) {
      return recover(attempt, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      attempt.log().write(e);
      return recover(attempt, e.toString());
    }
  }

  private UpdateOutcome recover(UpdateAttempt attempt, String reason) {
    record(attempt, reason);
    if (attempt.steps().isAborted()) {
      hooks.afterAbort(OperationKind.UPDATE, attempt.application(), attempt.log());
    }
    return recovery.run(attempt, reason);
  }

  private void record(UpdateAttempt attempt, String reason) {
    attempt.log().write(reason);
    failures.record(attempt.application(), OperationKind.UPDATE, reason, attempt.log());
  }

  /** Returns the notes of the charts. */
  private String update(UpdateAttempt attempt, Optional<AppMetadata> metadata)
      throws OperationFailure, ManifestException, HelmFailure, IOException {
    Application application = attempt.application();
    OperationLog log = attempt.log();
    attempt.steps().say("Application update starting.");
    if (attempt.isDowngrade()) {
      hooks.call(attempt.former(), between(attempt, "downgrade"), log);
    }
    upload.run(application, false, attempt.steps(), log);
    versions.status(application.id(), ApplicationStatus.UPDATE_STARTING);
    if (formerVersion.isReconciled()) {
      versions.beginChange(application.id());
      formerVersion.suspend(attempt.former());
    }
    hooks.call(application, Hook.of(HookType.CHECK, Hook.PRE, UPDATE).with("to_app", true), log);
    checkCluster(metadata, application);
    hooks.call(application, Hook.of(HookType.RESOURCE, Hook.PRE, UPDATE), log);
    PluginLifecycle lifecycle = WheelPlugin.of(application, log).lifecycle();
    new CarryOver(store).run(application, attempt.former(), metadata, lifecycle);
    versions.beginApply(application.id());
    String notes = apply(attempt, lifecycle);
    attempt.steps().say("cleanup application version " + attempt.former().version());
    return notes;
  }

  private static Hook between(UpdateAttempt attempt, String operation) {
    return Hook.of(HookType.RESOURCE, Hook.PRE, operation)
        .with("from_app_version", attempt.former().version())
        .with("to_app_version", attempt.application().version());
  }

  private String apply(UpdateAttempt attempt, PluginLifecycle lifecycle)
      throws OperationFailure, ManifestException, HelmFailure, IOException {
    Application application = attempt.application();
    OperationLog log = attempt.log();
    AdmissionRelief relief = new AdmissionRelief(lifecycle.admission(), client);
    try {
      formerVersion.removeReplaced(attempt.former(), lifecycle.replaced());
      return apply
          .run(application, ApplyOptions.withMoment(relief::values), attempt.steps(), log)
          .notes();
    } finally {
      relief.enforce(configured(application, lifecycle));
    }
  }

  private static Optional<String> fromVersionsRefusal(AppMetadata metadata, Application former) {
    List<String> accepted = metadata.upgrades().fromVersions();
    return accepted.isEmpty() || accepted.stream().anyMatch(former.version()::matches)
        ? Optional.empty()
        : Optional.of(
            "Current version %s does not match any supported from_versions entry: %s."
                .formatted(former.version(), PythonText.list(accepted)));
  }

  private void checkCluster(Optional<AppMetadata> metadata, Application application)
      throws OperationFailure {
    String version = client.getKubernetesVersion().getGitVersion();
    if (metadata
        .flatMap(AppMetadata::kubernetes)
        .filter(bounds -> !KubernetesVersion.of(version).isWithin(bounds))
        .isPresent()) {
      throw new OperationFailure(
          "The application %s (%s) is incompatible with the current Kubernetes version %s."
              .formatted(application.name(), application.version(), version));
    }
  }

  /** The values of the chart that decides how its webhooks fail, strongest first. */
  private List<Map<String, Object>> configured(Application application, PluginLifecycle lifecycle)
      throws ManifestException {
    List<Map<String, Object>> values = new ArrayList<>();
    for (ChartOverride chart : store.overrides().of(application.id())) {
      if (lifecycle.admission().filter(a -> a.chart().equals(chart.chart())).isPresent()) {
        values.add(YamlFile.parse("user overrides", chart.user().orElse("")));
        values.add(YamlFile.parse("system overrides", chart.system().orElse("")));
      }
    }
    return values;
  }

  /** Returns what the progress says when something of the former version is left. */
  private String cleanup(UpdateAttempt attempt) {
    try {
      formerVersion.removeWhatIsNotIn(attempt.application(), attempt.former());
      versions.forget(attempt.former());
      return "";
    } catch (HelmFailure | ManifestException | KubernetesClientException e) {
      attempt.log().write(String.valueOf(e.getMessage()));
      return " Application files/helm release cleanup for version "
          + attempt.former().version()
          + " failed.please check logs for detail.";
    }
  }
}
