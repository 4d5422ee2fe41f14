/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.app.upload.UploadResult;
import io.starlingx.portieris.framework.plugin.Hook;
import io.starlingx.portieris.framework.plugin.Hook.HookType;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.OperationKind;
import io.starlingx.portieris.framework.store.OperationOptions;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Checks tarballs and takes them in. A refused one leaves nothing behind. */
final class TarballIntake {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

  private final ApplicationStore store;
  private final Trees trees;
  private final UploadChecks checks;
  private final LifecycleChecks lifecycle;

  TarballIntake(
      ApplicationStore store, Trees trees, UploadChecks checks, LifecycleChecks lifecycle) {
    this.store = store;
    this.trees = trees;
    this.checks = checks;
    this.lifecycle = lifecycle;
  }

  /** As a new application. */
  Acceptance upload(UploadRequest request, OperationOptions options, ProcessOwner owner)
      throws IOException {
    return take(
        request,
        owner,
        (metadata, tree) ->
            misnamed(metadata)
                .<Acceptance>map(Refused::new)
                .orElseGet(
                    () ->
                        store
                            .operations()
                            .beginUpload(
                                metadata.name(),
                                metadata.version(),
                                tree.getFileName().toString(),
                                options,
                                owner)));
  }

  /** As the new version of an applied one. */
  Acceptance update(UpdateRequest request, ProcessOwner owner) throws IOException {
    return take(request.upload(), owner, (metadata, tree) -> begin(request, metadata, tree, owner));
  }

  private Acceptance take(
      UploadRequest request, ProcessOwner owner, BiFunction<AppMetadata, Path, Acceptance> begin)
      throws IOException {
    Path tree = trees.create(owner);
    Acceptance answer = new Refused("");
    try {
      answer =
          switch (checks.unpack(request, tree)) {
            case UploadResult.Rejected rejected -> new Refused(rejected.message());
            case UploadResult.Accepted accepted -> begin.apply(accepted.metadata(), tree);
          };
    } finally {
      if (!(answer instanceof Accepted)) {
        trees.delete(tree);
      }
    }
    return answer;
  }

  private Acceptance begin(
      UpdateRequest request, AppMetadata metadata, Path tree, ProcessOwner owner) {
    Hook check =
        Hook.of(HookType.CHECK, Hook.PRE, OperationKind.UPDATE.text()).with("from_app", true);
    return request
        .refusal()
        .or(() -> lifecycle.refusalWhateverTheStatus(metadata.name(), check))
        .<Acceptance>map(Refused::new)
        .orElseGet(
            () ->
                store
                    .versions()
                    .beginUpdate(
                        metadata.name(),
                        metadata.version(),
                        tree.getFileName().toString(),
                        request.reuse(),
                        owner,
                        former -> misnamed(metadata)));
  }

  private static Optional<String> misnamed(AppMetadata metadata) {
    return NAME.matcher(metadata.name()).matches() && NAME.matcher(metadata.version()).matches()
        ? Optional.empty()
        : Optional.of("application name and version may hold only letters, digits and '._+-'.");
  }
}
