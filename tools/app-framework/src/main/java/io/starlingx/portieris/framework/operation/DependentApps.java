/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import io.starlingx.portieris.app.upload.AppMetadata.Dependency;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The applications that one needs and that are not applied.
 *
 * @param unmet dependencies of which no alternative is applied
 */
record DependentApps(List<Dependency> unmet) {

  static DependentApps of(AppMetadata metadata, List<Application> applications) {
    return new DependentApps(
        metadata.dependencies().stream()
            .filter(d -> d.alternatives().stream().noneMatch(a -> a.action().equals("ignore")))
            .filter(d -> d.alternatives().stream().noneMatch(a -> isApplied(a, applications)))
            .toList());
  }

  private static boolean isApplied(Alternative alternative, List<Application> applications) {
    return applications.stream()
        .anyMatch(
            a ->
                a.status() == ApplicationStatus.APPLIED
                    && a.name().equals(alternative.name())
                    && a.version().matches(alternative.version()));
  }

  boolean isEmpty() {
    return unmet.isEmpty();
  }

  /** Those without which the application must not be applied. */
  DependentApps required() {
    return withActions(Set.of("error", "apply"));
  }

  /** Those that are to be applied on the way. */
  DependentApps applicable() {
    return withActions(Set.of("apply"));
  }

  private DependentApps withActions(Set<String> actions) {
    return new DependentApps(
        unmet.stream()
            .map(
                d ->
                    new Dependency(
                        d.alternatives().stream()
                            .filter(a -> actions.contains(a.action()))
                            .toList()))
            .filter(d -> !d.alternatives().isEmpty())
            .toList());
  }

  String text() {
    return unmet.stream().map(DependentApps::text).collect(Collectors.joining(", "));
  }

  private static String text(Dependency dependency) {
    return dependency.alternatives().stream()
        .map(a -> a.name() + " (compatible version(s): " + a.version() + ")")
        .collect(Collectors.joining(" or "));
  }
}
