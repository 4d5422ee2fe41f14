/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.bundle;

import static io.starlingx.portieris.framework.store.ApplicationStatus.APPLIED;
import static io.starlingx.portieris.framework.store.ApplicationStatus.APPLY_FAILED;
import static io.starlingx.portieris.framework.store.ApplicationStatus.UPLOADED;
import static io.starlingx.portieris.framework.store.ApplicationStatus.UPLOAD_FAILED;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.bundle.UpdateStatus.Phase;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Brings applications to the versions that come with the platform, one after the other, as the
 * platform does when its own release is upgraded or rolled back: first those that are only
 * uploaded, then those whose apply has failed, then the applied ones. The first that fails twice
 * ends it.
 */
public final class PlatformUpdate {

  private static final List<Set<ApplicationStatus>> STEPS =
      List.of(Set.of(UPLOADED, UPLOAD_FAILED), Set.of(APPLY_FAILED), Set.of(APPLIED));

  private static final int MOST_TRIES = 2;

  private final ApplicationFramework framework;
  private final Path folder;
  private final Replacement replacement;
  private final Consumer<String> log;
  private final AtomicReference<UpdateStatus> status = new AtomicReference<>(UpdateStatus.NONE);

  /**
   * @param folder where the tarballs are
   * @param log hears every progress
   */
  public PlatformUpdate(
      ApplicationFramework framework, Cluster cluster, Path folder, Consumer<String> log) {
    this.framework = framework;
    this.folder = folder;
    this.replacement = new Replacement(framework, cluster, log);
    this.log = log;
  }

  /** How far it is. */
  public UpdateStatus status() {
    return status.get();
  }

  /** Claims the next run; false while one is under way. */
  public boolean begin() {
    return status.getAndUpdate(s -> s.phase() == Phase.IN_PROGRESS ? s : UpdateStatus.BEGUN).phase()
        != Phase.IN_PROGRESS;
  }

  /**
   * Carries it out, after {@link #begin}.
   *
   * @param kubernetes version of the cluster
   */
  public void run(String kubernetes) {
    List<String> updated = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    try {
      Bundles bundles = Bundles.read(folder, log);
      for (Set<ApplicationStatus> step : STEPS) {
        for (AppMetadata installed : installed(step)) {
          Optional<Bundle> successor = successor(bundles, installed, kubernetes);
          if (successor.isPresent() && failed.isEmpty()) {
            (isReplaced(installed, successor.get(), kubernetes) ? updated : failed)
                .add(installed.name());
            status.set(new UpdateStatus(Phase.IN_PROGRESS, updated, failed));
          }
        }
      }
      end(new UpdateStatus(failed.isEmpty() ? Phase.COMPLETED : Phase.FAILED, updated, failed));
    } catch (IOException | RuntimeException e) {
      log.accept("applications are not updated: " + e);
      end(new UpdateStatus(Phase.FAILED, updated, failed));
    }
  }

  private Optional<Bundle> successor(Bundles bundles, AppMetadata installed, String kubernetes)
      throws IOException {
    HeldBack heldBack =
        new HeldBack(framework.failedUpdates(installed.name()), installed(Set.of(APPLIED)));
    return bundles.successor(
        installed,
        kubernetes,
        candidate -> {
          Optional<String> reason = heldBack.reason(installed, candidate);
          reason.ifPresent(
              text ->
                  log.accept(
                      "%s: version %s is passed over: %s"
                          .formatted(candidate.name(), candidate.version(), text)));
          return reason.isPresent();
        });
  }

  private boolean isReplaced(AppMetadata installed, Bundle bundle, String kubernetes)
      throws IOException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (replacement.of(installed, bundle, kubernetes)) {
        return true;
      }
    }
    return false;
  }

  private void end(UpdateStatus last) {
    status.set(last);
    log.accept(
        "update of all applications: %s, updated %s, failed %s"
            .formatted(last.phase().text(), last.updated(), last.failed()));
  }

  private List<AppMetadata> installed(Set<ApplicationStatus> step) throws IOException {
    List<AppMetadata> installed = new ArrayList<>();
    for (Application application : framework.list()) {
      if (step.contains(application.status())) {
        new UploadChecks().metadata(application.tree()).ifPresent(installed::add);
      }
    }
    return UpdateOrder.of(installed);
  }
}
