/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

import io.starlingx.portieris.framework.operation.Lifecycle;
import io.starlingx.portieris.framework.operation.OperationLog;
import io.starlingx.portieris.framework.plugin.Hook;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.OperationKind;
import java.util.Optional;
import java.util.function.Function;

/** Asks an application's own plugin before an operation is accepted, and tells it. */
final class LifecycleChecks {

  private final ApplicationStore store;
  private final Lifecycle lifecycle;
  private final Function<String, OperationLog> journals;

  /**
   * @param journals the log of an application, by its name
   */
  LifecycleChecks(
      ApplicationStore store, Lifecycle lifecycle, Function<String, OperationLog> journals) {
    this.store = store;
    this.lifecycle = lifecycle;
    this.journals = journals;
  }

  /** Why the plugin does not want what the application's status allows. */
  Optional<String> refusal(String name, OperationKind kind, Hook check) {
    return store
        .find(name)
        .filter(application -> kind.refusal(application.status()).isEmpty())
        .flatMap(application -> refusal(application, check));
  }

  /** Why the plugin does not want what the platform asks it of before it looks at the status. */
  Optional<String> refusalWhateverTheStatus(String name, Hook check) {
    return store
        .find(name)
        .filter(application -> application.status() != ApplicationStatus.UPLOADING)
        .filter(application -> application.status() != ApplicationStatus.UPLOAD_FAILED)
        .flatMap(application -> refusal(application, check));
  }

  /** Why the plugin does not want it. */
  Optional<String> refusal(Application application, Hook check) {
    return lifecycle.refusal(application, check, journals.apply(application.name())::write);
  }

  /** Calls the plugin where its failure changes nothing. */
  void tell(Application application, Hook hook) {
    lifecycle.tell(application, hook, journals.apply(application.name())::write);
  }
}
