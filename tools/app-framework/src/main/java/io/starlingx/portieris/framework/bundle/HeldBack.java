/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.bundle;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import java.util.List;
import java.util.Optional;

/**
 * Why the platform does not bring an application to a version by itself: an update to it has failed
 * before, or an applied application needs the present version and not that one.
 *
 * @param failed the versions to which an update has failed
 * @param applied what the applied applications say of themselves
 */
record HeldBack(List<String> failed, List<AppMetadata> applied) {

  HeldBack {
    failed = List.copyOf(failed);
    applied = List.copyOf(applied);
  }

  /** The reason; empty when there is none. */
  Optional<String> reason(AppMetadata installed, AppMetadata candidate) {
    if (failed.contains(candidate.version())) {
      return Optional.of("an update to it has failed before");
    }
    return applied.stream()
        .filter(parent -> isPinning(parent, installed, candidate))
        .filter(parent -> !isExcepted(parent, candidate))
        .findFirst()
        .map(
            parent ->
                "%s (%s) needs version %s"
                    .formatted(parent.name(), parent.version(), installed.version()));
  }

  private static boolean isPinning(
      AppMetadata parent, AppMetadata installed, AppMetadata candidate) {
    return parent.dependencies().stream()
        .flatMap(dependency -> dependency.alternatives().stream())
        .filter(needed -> needed.name().equals(installed.name()))
        .anyMatch(needed -> satisfies(installed, needed) && !satisfies(candidate, needed));
  }

  private static boolean satisfies(AppMetadata application, Alternative needed) {
    return application.version().matches(needed.version());
  }

  private static boolean isExcepted(AppMetadata parent, AppMetadata candidate) {
    return candidate.parentExceptions().stream()
        .anyMatch(
            exception ->
                exception.name().equals(parent.name())
                    && parent.version().matches(exception.version()));
  }
}
