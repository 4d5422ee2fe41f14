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
import io.starlingx.portieris.framework.store.Reuse;
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
    this.failures = failures;
    this.client = client;
    this.hooks = hooks;
  }

  /** How an update ended. */
  sealed interface Outcome {

    /** The new version is applied, and its charts have this to say. */
    record Updated(String progress, String notes) implements Outcome {}

    /** The new version has failed and stays. */
    record Failed(String progress, String detail) implements Outcome {}

    /** The former version is to be in its place again, in that status. */
    record Recovered(ApplicationStatus status, String progress, String detail) implements Outcome {}
  }

  /** Never throws for what goes wrong on the way. */
  Outcome run(Application application, Application former, Steps steps, OperationLog log) {
    String texts =
        "Application update from version "
            + former.version()
            + " to version "
            + application.version();
    try {
      String notes = update(application, former, steps, log);
      return new Outcome.Updated(texts + " completed." + cleanup(application, former, log), notes);
    } catch (OperationFailure e) {
      String text = String.valueOf(e.getMessage());
      return recover(
          application,
          former,
          texts,
          e.detail().isEmpty() ? text : text + "\n" + e.detail(),
          steps,
          log);
    } catch (KubernetesClientException e) {
      return recover(application, former, texts, Cluster.reason(e), steps, log);
    } catch (ManifestException | HelmFailure | IOException | UncheckedIOException e) {
      return recover(application, former, texts, String.valueOf(e.getMessage()), steps, log);
    } catch (RuntimeException | Error e) {
      log.write(e);
      return recover(application, former, texts, e.toString(), steps, log);
    }
  }

  /** Returns the notes of the charts. */
  private String update(Application application, Application former, Steps steps, OperationLog log)
      throws OperationFailure, ManifestException, HelmFailure, IOException {
    Optional<AppMetadata> metadata = checks.metadata(application.tree());
    checkFormerVersion(metadata, former);
    steps.say("Application update starting.");
    upload.run(application, steps, log);
    versions.status(application.id(), ApplicationStatus.UPDATE_STARTING);
    hooks.call(application, Hook.of(HookType.CHECK, Hook.PRE, UPDATE).with("to_app", true), log);
    checkCluster(metadata, application);
    hooks.call(application, Hook.of(HookType.RESOURCE, Hook.PRE, UPDATE), log);
    PluginLifecycle lifecycle = WheelPlugin.of(application, log).lifecycle();
    carryOver(application, former, metadata, lifecycle);
    AdmissionRelief relief = new AdmissionRelief(lifecycle.admission(), client);
    versions.beginApply(application.id());
    String notes;
    try {
      formerVersion.removeReplaced(former, lifecycle.replaced());
      hooks.before(OperationKind.APPLY, application, log);
      notes = apply.run(application, relief::values, steps, log).notes();
      hooks.after(OperationKind.APPLY, application, true, log);
    } catch (OperationFailure e) {
      hooks.after(OperationKind.APPLY, application, false, log);
      throw e;
    } finally {
      relief.enforce(configured(application, lifecycle));
    }
    steps.say("cleanup application version " + former.version());
    return notes;
  }

  private static void checkFormerVersion(Optional<AppMetadata> metadata, Application former)
      throws OperationFailure {
    List<String> accepted = metadata.map(m -> m.upgrades().fromVersions()).orElse(List.of());
    if (!accepted.isEmpty() && accepted.stream().noneMatch(former.version()::matches)) {
      throw new OperationFailure(
          "Current version "
              + former.version()
              + " does not match any supported from_versions entry: "
              + accepted
              + ".");
    }
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

  /** User overrides and attributes of charts that both versions have, by name and namespace. */
  private void carryOver(
      Application application,
      Application former,
      Optional<AppMetadata> metadata,
      PluginLifecycle lifecycle)
      throws OperationFailure, ManifestException {
    Reuse reuse = versions.reuse(application.id());
    boolean isOverrides =
        reuse
            .userOverrides()
            .orElse(metadata.map(AppMetadata::maintainUserOverrides).orElse(false));
    boolean isAttributes =
        reuse.attributes().orElse(metadata.map(AppMetadata::maintainAttributes).orElse(false));
    List<ChartOverride> before = store.charts(former.id());
    UserOverrides overrides = UserOverrides.of(isOverrides ? before : List.of());
    Optional<String> refusal = overrides.refusal(lifecycle.overrides());
    if (refusal.isPresent()) {
      throw new OperationFailure(refusal.get());
    }
    overrides.adapt(lifecycle.overrides());
    for (ChartOverride chart : store.charts(application.id())) {
      boolean enabled =
          isAttributes
              ? before.stream()
                  .filter(b -> b.chart().equals(chart.chart()))
                  .filter(b -> b.namespace().equals(chart.namespace()))
                  .map(ChartOverride::enabled)
                  .findFirst()
                  .orElse(chart.enabled())
              : chart.enabled();
      versions.carryOver(
          application.id(),
          new ChartOverride(
              chart.chart(),
              chart.namespace(),
              enabled,
              chart.system(),
              overrides.text(chart.chart(), chart.namespace())));
    }
  }

  /** The values of the chart that decides how its webhooks fail, strongest first. */
  private List<Map<String, Object>> configured(Application application, PluginLifecycle lifecycle)
      throws ManifestException {
    List<Map<String, Object>> values = new ArrayList<>();
    for (ChartOverride chart : store.charts(application.id())) {
      if (lifecycle.admission().filter(a -> a.chart().equals(chart.chart())).isPresent()) {
        values.add(YamlFile.parse("user overrides", chart.user().orElse("")));
        values.add(YamlFile.parse("system overrides", chart.system().orElse("")));
      }
    }
    return values;
  }

  /** Returns what the progress says when something of the former version is left. */
  private String cleanup(Application application, Application former, OperationLog log) {
    try {
      formerVersion.removeWhatIsNotIn(application, former);
      versions.forget(former);
      return "";
    } catch (HelmFailure | ManifestException | KubernetesClientException e) {
      log.write(String.valueOf(e.getMessage()));
      return " Application files/helm release cleanup for version "
          + former.version()
          + " failed.please check logs for detail.";
    }
  }

  private Outcome recover(
      Application application,
      Application former,
      String texts,
      String reason,
      Steps steps,
      OperationLog log) {
    log.write(reason);
    failures.record(application, OperationKind.UPDATE, reason, log);
    if (!versions.isApplying(application.id())) {
      return new Outcome.Recovered(
          ApplicationStatus.APPLIED,
          texts
              + " aborted. Application recover to version "
              + former.version()
              + " completed. "
              + (reason.startsWith("Current version ") ? reason : "Please check logs for details."),
          reason);
    }
    if (isRecoverySkipped(application)) {
      return new Outcome.Failed(
          "Application %s update from version %s to version %s failed and recovery skipped."
              .formatted(application.name(), former.version(), application.version()),
          reason);
    }
    return bringBack(application, former, texts, reason, steps, log);
  }

  private boolean isRecoverySkipped(Application application) {
    try {
      return checks
          .metadata(application.tree())
          .map(metadata -> metadata.upgrades().updateFailureNoRollback())
          .orElse(false);
    } catch (IOException e) {
      return false;
    }
  }

  private Outcome bringBack(
      Application application,
      Application former,
      String texts,
      String reason,
      Steps steps,
      OperationLog log) {
    versions.beginRecovery(application.id());
    String aborted = texts + " aborted. ";
    try {
      steps.say(aborted + "recovering version " + former.version());
      Hook recover =
          Hook.of(HookType.RESOURCE, "", "recover")
              .with("from_app_version", application.version())
              .with("to_app_version", former.version());
      hooks.tell(former, recover, log);
      formerVersion.removeWhatIsNotIn(former, application);
      apply.run(former, steps, log);
      hooks.tell(
          former,
          new Hook(recover.type(), Hook.POST, "recover", recover.mode(), recover.extra()),
          log);
      return new Outcome.Recovered(
          ApplicationStatus.APPLIED,
          aborted
              + "Application recover to version "
              + former.version()
              + " completed. Please check logs for details.",
          reason);
    } catch (OperationFailure | HelmFailure | ManifestException | IOException e) {
      log.write(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.write(e);
    }
    return new Outcome.Recovered(
        ApplicationStatus.APPLY_FAILED,
        aborted
            + "Application recover to version "
            + former.version()
            + " aborted. Please check logs for details.",
        reason);
  }
}
