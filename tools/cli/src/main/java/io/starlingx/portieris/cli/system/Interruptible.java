/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.operation.Progress;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Application;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * An operation that Ctrl-C, or SIGTERM, aborts: as {@code application-abort} does, so that the
 * operation ends in order. A second one ends the program at once, as the first does where the
 * operation cannot be aborted.
 */
final class Interruptible implements Progress, AutoCloseable {

  private final ApplicationFramework framework;
  private final String application;
  private final Progress progress;
  private final PrintWriter err;
  private final IntConsumer exit;
  private final AtomicBoolean isInterrupted = new AtomicBoolean();
  private final EndSignals signals;

  private Interruptible(
      ApplicationFramework framework,
      Application application,
      Progress progress,
      PrintWriter err,
      IntConsumer exit) {
    this.framework = framework;
    this.application = application.name();
    this.progress = progress;
    this.err = err;
    this.exit = exit;
    this.signals = EndSignals.mean(this::interrupt);
  }

  /**
   * Begins before the operation does.
   *
   * @param progress hears every progress
   */
  static Interruptible of(
      ApplicationFramework framework, Application application, Progress progress, PrintWriter err) {
    return new Interruptible(framework, application, progress, err, System::exit);
  }

  private void interrupt(int code) {
    if (!isInterrupted.getAndSet(true)
        && framework.abort(application) instanceof Accepted(Application running)) {
      tell(
          running.status().text()
              + " is being aborted; what is installed by then stays. Interrupt again to leave at"
              + " once.");
      return;
    }
    tell(
        "left in the middle of an operation. The next command settles it: 'application-show "
            + application
            + "' tells how; then apply, remove or delete the application.");
    exit.accept(code);
  }

  private void tell(String text) {
    err.println("\n" + application + ": interrupted: " + text);
    err.flush();
  }

  /** Helm may have taken the signals during the step before. */
  @Override
  public void say(String text) {
    signals.take();
    progress.say(text);
  }

  @Override
  public void heldUpBy(String text) {
    progress.heldUpBy(text);
  }

  /** What to do now, in a sentence; empty when nobody has interrupted. */
  String advice(Application ended) {
    if (!isInterrupted.get()) {
      return "";
    }
    return switch (ended.status()) {
      case APPLY_FAILED ->
          "Apply it again to go on, or remove it to take away what is installed of it.";
      case REMOVE_FAILED -> "Remove it again to take away the rest.";
      default -> "";
    };
  }

  @Override
  public void close() {
    signals.close();
  }
}
