/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.operation.OperationResult;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ProcessOwner;
import io.starlingx.portieris.framework.view.ApplicationView;
import io.starlingx.portieris.framework.view.ApplicationsJson;
import io.starlingx.portieris.framework.view.OutputFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints the answer to a request, then carries the operation out or has it carried out. */
final class OperationFollower {

  private final PrintWriter out;
  private final PrintWriter err;
  private final OutputFormat format;
  private final WorkerLauncher launcher;

  /**
   * @param format in which the application is told: as a table when the request was accepted, else
   *     once, as it stands when the command ends
   */
  OperationFollower(
      PrintWriter out, PrintWriter err, OutputFormat format, WorkerLauncher launcher) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.launcher = launcher;
  }

  /** Returns the exit code: 1 when the request was refused or the operation failed. */
  int follow(
      SystemSession session, ApplicationFramework framework, Acceptance answer, boolean isNoWait)
      throws ClusterUnreachableException, IOException {
    return switch (answer) {
      case Refused(String text) -> {
        err.println(text);
        yield SessionCommand.FAILED;
      }
      case Accepted(Application application) -> {
        if (format == OutputFormat.TABLE) {
          print(application);
        }
        if (isNoWait) {
          tell(application);
          yield leave(session, framework, application);
        }
        int code = carryOut(session, framework, application);
        framework.find(application.name()).ifPresent(this::tell);
        yield code;
      }
    };
  }

  /** For programs. */
  private void tell(Application application) {
    out.print(format.text("", ApplicationsJson.of(application)));
    out.flush();
  }

  private void print(Application application) {
    out.print(ApplicationView.show(application));
    out.println(
        "Please use 'system application-list' or 'system application-show "
            + application.name()
            + "' to view the current progress.");
    out.flush();
  }

  private int leave(SystemSession session, ApplicationFramework framework, Application application)
      throws ClusterUnreachableException, IOException {
    List<String> command = new ArrayList<>(List.of("system"));
    command.addAll(session.options());
    command.addAll(List.of(ApplicationWorkerCommand.NAME, application.name()));
    ProcessHandle worker = launcher.start(command, framework.log(application.name() + "-worker"));
    framework.handOver(application, ProcessOwner.of(worker));
    return SessionCommand.DONE;
  }

  /** Carries the operation of this process on the application out. */
  int carryOut(SystemSession session, ApplicationFramework framework, Application application)
      throws ClusterUnreachableException {
    Optional<OperationResult> result;
    String advice;
    try (ProgressLine progress = ProgressLine.start(err, application.name());
        Interruptible listener = Interruptible.of(framework, application, progress, err)) {
      result = framework.run(application, session.cluster(), listener);
      advice = result.map(r -> listener.advice(r.application())).orElse("");
    }
    if (result.isEmpty()) {
      err.println(application.name() + ": the operation has been ended by another process");
      return SessionCommand.FAILED;
    }
    int code = report(result.get(), application.version());
    if (!advice.isEmpty()) {
      err.println(advice);
    }
    return code;
  }

  /** An update that was undone ends well for the application, and not for who asked for it. */
  private int report(OperationResult result, String version) {
    Application application = result.application();
    String progress = application.progress().orElse("");
    err.println(application.name() + ": " + application.status().text() + ": " + progress);
    if (!result.detail().isEmpty()) {
      if (!result.detail().equals(progress)) {
        err.println(result.detail());
      }
      err.println("Log: " + result.log());
    }
    boolean isDone = !application.status().isFailure() && application.version().equals(version);
    return isDone ? SessionCommand.DONE : SessionCommand.FAILED;
  }
}
