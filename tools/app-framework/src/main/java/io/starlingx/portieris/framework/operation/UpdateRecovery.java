/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.plugin.Hook;
import io.starlingx.portieris.framework.plugin.Hook.HookType;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import io.starlingx.portieris.framework.store.ApplicationVersions;
import java.io.IOException;
import java.util.Optional;

/**
 * What becomes of the former version when an update has failed: nothing if the cluster was not
 * touched; else it is applied again, unless the new version's metadata forbids that.
 */
final class UpdateRecovery {

  private static final String SEE_LOGS = "Please check logs for details.";

  private final ApplicationVersions versions;
  private final UploadChecks checks;
  private final ApplyOperation apply;
  private final FormerVersion formerVersion;
  private final Lifecycle hooks;

  UpdateRecovery(
      ApplicationVersions versions,
      UploadChecks checks,
      ApplyOperation apply,
      FormerVersion formerVersion,
      Lifecycle hooks) {
    this.versions = versions;
    this.checks = checks;
    this.apply = apply;
    this.formerVersion = formerVersion;
    this.hooks = hooks;
  }

  /**
   * Settles a failed update; never throws for what goes wrong on the way.
   *
   * @param reason why it failed
   */
  UpdateOutcome run(UpdateAttempt attempt, String reason) {
    if (!versions.isApplying(attempt.application().id())) {
      return untouched(attempt, SEE_LOGS, reason);
    }
    if (isSkipped(attempt.application())) {
      return new UpdateOutcome.Failed(
          "Application %s update from version %s to version %s failed and recovery skipped."
              .formatted(
                  attempt.application().name(),
                  attempt.former().version(),
                  attempt.application().version()),
          reason);
    }
    return bringBack(attempt)
        .map(
            failure ->
                recovered(
                    attempt,
                    ApplicationStatus.APPLY_FAILED,
                    failure + " " + SEE_LOGS,
                    reason
                        + "\nVersion %s could not be brought back: %s"
                            .formatted(attempt.former().version(), failure)))
        .orElseGet(() -> recovered(attempt, ApplicationStatus.APPLIED, SEE_LOGS, reason));
  }

  /**
   * How an update ends that has not changed the cluster.
   *
   * @param hint the last sentence of its progress
   */
  static UpdateOutcome untouched(UpdateAttempt attempt, String hint, String reason) {
    return recovered(attempt, ApplicationStatus.APPLIED, hint, reason);
  }

  private static UpdateOutcome recovered(
      UpdateAttempt attempt, ApplicationStatus status, String hint, String reason) {
    return new UpdateOutcome.Recovered(
        status,
        "%s aborted. Application recover to version %s %s. %s"
            .formatted(
                attempt.text(),
                attempt.former().version(),
                status == ApplicationStatus.APPLIED ? "completed" : "aborted",
                hint),
        reason);
  }

  private boolean isSkipped(Application application) {
    try {
      return checks
          .metadata(application.tree())
          .map(metadata -> metadata.upgrades().updateFailureNoRollback())
          .orElse(false);
    } catch (IOException e) {
      return false;
    }
  }

  /** Applies the former version again; tells why it cannot be. */
  private Optional<String> bringBack(UpdateAttempt attempt) {
    Application former = attempt.former();
    OperationLog log = attempt.log();
    versions.beginRecovery(attempt.application().id());
    try {
      attempt.steps().say(attempt.text() + " aborted. recovering version " + former.version());
      hooks.tell(former, hook(attempt, ""), log);
      attempt.steps().say(ProgressText.RECOVERING_CHARTS);
      formerVersion.removeWhatIsNotIn(former, attempt.application());
      apply.run(former, ApplyOptions.USUAL, attempt.steps(), log);
      hooks.tell(former, hook(attempt, Hook.POST), log);
      return Optional.empty();
    } catch (OperationFailure | HelmFailure | ManifestException | IOException e) {
      log.write(String.valueOf(e.getMessage()));
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (KubernetesClientException e) {
      log.write(e);
      return Optional.of(Cluster.reason(e));
    } catch (RuntimeException e) {
      log.write(e);
      return Optional.of(e.toString());
    }
  }

  private static Hook hook(UpdateAttempt attempt, String timing) {
    return Hook.of(HookType.RESOURCE, timing, "recover")
        .with("from_app_version", attempt.application().version())
        .with("to_app_version", attempt.former().version());
  }
}
