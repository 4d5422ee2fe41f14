/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.bundle;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.UpdateRequest;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.operation.OperationResult;
import io.starlingx.portieris.framework.override.GivenValues;
import io.starlingx.portieris.framework.override.OverrideAnswer;
import io.starlingx.portieris.framework.override.OverrideRequest;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Puts a version that comes with the platform in the place of the one that is there. */
final class Replacement {

  private final ApplicationFramework framework;
  private final Cluster cluster;
  private final Consumer<String> log;

  Replacement(ApplicationFramework framework, Cluster cluster, Consumer<String> log) {
    this.framework = framework;
    this.cluster = cluster;
    this.log = log;
  }

  /** Returns whether the application has that version now, in a status that is no failure. */
  boolean of(AppMetadata installed, Bundle bundle, String kubernetes) throws IOException {
    String name = installed.name();
    ApplicationStatus status =
        framework.find(name).map(Application::status).orElse(ApplicationStatus.INACTIVE);
    UploadRequest tarball = new UploadRequest(bundle.tarball(), "", "");
    ProcessOwner me = ProcessOwner.current();
    return switch (status) {
      case UPLOADED, UPLOAD_FAILED -> uploadAgain(name, tarball);
      case APPLY_FAILED ->
          isDone(framework.apply(name, "", false, kubernetes, me))
              && isDone(framework.update(new UpdateRequest(tarball, "", ""), me));
      case APPLIED -> isDone(framework.update(new UpdateRequest(tarball, "", ""), me));
      default -> false;
    };
  }

  /** What the user has set stays, for charts that are still there. */
  private boolean uploadAgain(String name, UploadRequest tarball) throws IOException {
    List<ChartOverride> before =
        framework.overrides().list(name) instanceof OverrideAnswer.Done<List<ChartOverride>>(var c)
            ? c
            : List.of();
    if (framework.delete(name, true) instanceof Refused(String text)) {
      log.accept(text);
      return false;
    }
    boolean isDone = isDone(framework.upload(tarball, false, ProcessOwner.current()));
    for (ChartOverride chart : before) {
      if (isDone && chart.user().isPresent()) {
        GivenValues values = new GivenValues.AsText("user overrides", chart.user().get());
        framework
            .overrides()
            .update(
                name,
                chart.chart(),
                chart.namespace(),
                new OverrideRequest(List.of(values), List.of(), false, true));
      }
    }
    return isDone;
  }

  private boolean isDone(Acceptance answer) {
    return switch (answer) {
      case Refused(String text) -> {
        log.accept(text);
        yield false;
      }
      case Accepted(Application application) ->
          framework
              .run(application, cluster, text -> log.accept(application.name() + ": " + text))
              .map(OperationResult::application)
              .filter(ended -> !ended.status().isFailure())
              .filter(ended -> ended.version().equals(application.version()))
              .isPresent();
    };
  }
}
