/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.plugin.Hook;
import io.starlingx.portieris.framework.plugin.Hook.HookType;
import io.starlingx.portieris.framework.plugin.PluginFailure;
import io.starlingx.portieris.framework.plugin.PythonPlugins;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.OperationKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Calls an application's lifecycle operator at the steps of an operation. */
public final class Lifecycle {

  private final PythonPlugins plugins;

  public Lifecycle(PythonPlugins plugins) {
    this.plugins = plugins;
  }

  /** Why the operator does not want the operation; empty when it may go on. */
  public Optional<String> refusal(Application application, Hook check, Consumer<String> log) {
    try {
      plugins.hook(application, check, log);
      return Optional.empty();
    } catch (PluginFailure e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits before another try. */
  void rest() throws OperationFailure {
    try {
      Thread.sleep(plugins.betweenTries());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailure(ProgressText.ABORTED, e);
    }
  }

  /** Before an operation begins. */
  void before(OperationKind kind, Application application, OperationLog log) {
    if (kind != OperationKind.UPLOAD) {
      tell(application, Hook.of(HookType.OPERATION, Hook.PRE, kind.text()), log);
    }
  }

  /** After it has ended, well or not. */
  void after(OperationKind kind, Application application, boolean isDone, OperationLog log) {
    Hook hook = Hook.of(HookType.OPERATION, Hook.POST, kind.text());
    switch (kind) {
      case UPLOAD -> {
        if (isDone) {
          tell(application, hook, log);
        }
      }
      case APPLY -> tell(application, hook.with("app_applied", isDone), log);
      case REMOVE -> tell(application, hook.with("app_removed", isDone), log);
      case UPDATE -> {}
    }
  }

  /** After an operation has ended because somebody has aborted it. */
  void afterAbort(OperationKind kind, Application application, OperationLog log) {
    Hook hook = Hook.of(HookType.OPERATION, Hook.POST, "abort");
    tell(application, hook.with("aborted_op", kind.text()), log);
  }

  /**
   * Calls it where its failure is that of the operation.
   *
   * @throws OperationFailure when it refuses or fails
   */
  void call(Application application, Hook hook, OperationLog log)
      throws OperationFailure, IOException {
    try {
      plugins.hook(application, hook, log::write);
    } catch (PluginFailure e) {
      throw OperationFailure.of(e);
    }
  }

  /** Calls it where its failure changes nothing; it is written to the log. */
  void tell(Application application, Hook hook, OperationLog log) {
    tell(application, hook, log::write);
  }

  /** The same outside of an operation. */
  public void tell(Application application, Hook hook, Consumer<String> log) {
    try {
      plugins.hook(application, hook, log);
    } catch (PluginFailure | IOException e) {
      log.accept("passed over: " + e.getMessage());
    }
  }
}
