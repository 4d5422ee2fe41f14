/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.framework.operation.ApplyMode;
import io.starlingx.portieris.framework.operation.ReapplyCheck;
import io.starlingx.portieris.framework.operation.Refusals;
import io.starlingx.portieris.framework.plugin.Hook;
import io.starlingx.portieris.framework.plugin.Hook.HookType;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.Operation;
import io.starlingx.portieris.framework.store.OperationKind;
import io.starlingx.portieris.framework.store.OperationOptions;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Accepts or refuses what is asked of an application that is there already. */
final class OperationRequests {

  private static final Hook REAPPLY =
      Hook.of(HookType.CHECK, "", "evaluate-reapply")
          .automatic()
          .with("trigger", Map.of("type", "on-demand-reapply"));

  private final ApplicationStore store;
  private final Trees trees;
  private final UploadChecks checks;
  private final Refusals refusals;
  private final LifecycleChecks lifecycle;

  OperationRequests(
      ApplicationStore store,
      Trees trees,
      UploadChecks checks,
      Refusals refusals,
      LifecycleChecks lifecycle) {
    this.store = store;
    this.trees = trees;
    this.checks = checks;
    this.refusals = refusals;
    this.lifecycle = lifecycle;
  }

  Acceptance apply(
      String name, String mode, boolean isClientSide, String kubernetes, ProcessOwner owner) {
    Hook check = Hook.of(HookType.CHECK, Hook.PRE, OperationKind.APPLY.text());
    return store
        .find(name)
        .flatMap(
            found ->
                ApplyMode.refusal(name, mode)
                    .or(() -> refusals.incompatible(found, kubernetes))
                    .or(() -> lifecycle.refusal(name, OperationKind.APPLY, check)))
        .<Acceptance>map(Refused::new)
        .orElseGet(
            () ->
                store
                    .operations()
                    .begin(
                        name,
                        OperationKind.APPLY,
                        OperationOptions.withClientSide(isClientSide),
                        owner,
                        application -> refusals.incompatible(application, kubernetes)));
  }

  /** Why an apply would be refused, without the application's plugin. */
  Optional<String> applyRefusal(Optional<Application> application, String mode, String kubernetes) {
    return application.isEmpty()
        ? Optional.of("application not found.")
        : ApplyMode.refusal(application.get().name(), mode)
            .or(() -> refusals.incompatible(application.get(), kubernetes))
            .or(() -> OperationKind.APPLY.refusal(application.get().status()));
  }

  List<Application> reapply(String name, String kubernetes, ProcessOwner owner) throws IOException {
    ReapplyCheck check = new ReapplyCheck(store, checks);
    List<Application> accepted = new ArrayList<>();
    for (Application application : store.list()) {
      if ((name.isEmpty() || name.equals(application.name()))
          && check.isDue(application)
          && lifecycle.refusal(application, REAPPLY).isEmpty()
          && apply(application.name(), "", false, kubernetes, owner)
              instanceof Accepted(var begun)) {
        accepted.add(begun);
      }
    }
    return accepted;
  }

  Acceptance remove(String name, boolean force, ProcessOwner owner) {
    Hook check =
        Hook.of(HookType.CHECK, Hook.PRE, OperationKind.REMOVE.text()).with("force", force);
    return lifecycle
        .refusal(name, OperationKind.REMOVE, check)
        .<Acceptance>map(Refused::new)
        .orElseGet(
            () ->
                store
                    .operations()
                    .begin(
                        name,
                        OperationKind.REMOVE,
                        OperationOptions.withForce(force),
                        owner,
                        application ->
                            force ? Optional.empty() : refusals.forbidden(application, "remove")));
  }

  Acceptance delete(String name, boolean force) throws IOException {
    Function<Application, Optional<String>> refusal =
        application ->
            Refusals.notDeletable(application)
                .or(() -> force ? Optional.empty() : refusals.forbidden(application, "delete"));
    Optional<Application> deletable = store.find(name).filter(a -> refusal.apply(a).isEmpty());
    Hook check = Hook.of(HookType.CHECK, Hook.PRE, "delete").with("force", force);
    Optional<String> refused = deletable.flatMap(a -> lifecycle.refusal(a, check));
    if (refused.isPresent()) {
      return new Refused(refused.get());
    }
    deletable.ifPresent(
        application -> {
          lifecycle.tell(application, Hook.of(HookType.OPERATION, Hook.PRE, "delete"));
          lifecycle.tell(application, Hook.of(HookType.RESOURCE, Hook.PRE, "delete"));
        });
    Acceptance answer = store.delete(name, refusal);
    if (answer instanceof Accepted(Application application)) {
      trees.delete(application.tree());
    }
    return answer;
  }

  Acceptance abort(String name) {
    Optional<Application> running =
        store.find(name).filter(a -> Refusals.notAbortable(a).isEmpty());
    Optional<Operation> operation = running.flatMap(a -> store.operations().of(a.id()));
    Hook check =
        Hook.of(HookType.CHECK, Hook.PRE, "abort")
            .with("aborted_op", operation.map(o -> o.kind().text()).orElse(""));
    Acceptance answer =
        running
            .flatMap(a -> lifecycle.refusal(a, check))
            .<Acceptance>map(Refused::new)
            .orElseGet(() -> store.operations().abort(name, Refusals::notAbortable));
    if (answer instanceof Accepted(Application application)) {
      lifecycle.tell(
          application,
          new Hook(HookType.OPERATION, Hook.PRE, "abort", check.mode(), check.extra()));
    }
    return answer;
  }
}
