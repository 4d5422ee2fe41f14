/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.bundle;

import io.starlingx.portieris.app.upload.AppMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which the platform updates applications: by class, then those that need others,
 * after these, then those that it does not manage.
 */
final class UpdateOrder {

  private static final List<String> CLASSES =
      List.of("critical", "storage", "discovery", "optional", "reporting");
  private static final int INDEPENDENT = CLASSES.indexOf("storage");

  private UpdateOrder() {}

  /** The applications in that order, and by name where it does not matter. */
  static List<AppMetadata> of(List<AppMetadata> applications) {
    List<AppMetadata> waiting = new ArrayList<>(applications);
    waiting.sort(Comparator.comparingInt(UpdateOrder::rank).thenComparing(AppMetadata::name));
    List<AppMetadata> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      AppMetadata next =
          waiting.stream()
              .filter(a -> rank(a) == rank(waiting.getFirst()))
              .filter(a -> waiting.stream().noneMatch(b -> !b.equals(a) && needs(a, b)))
              .findFirst()
              .orElse(waiting.getFirst());
      waiting.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  private static boolean needs(AppMetadata application, AppMetadata other) {
    return application.dependencies().stream()
        .flatMap(dependency -> dependency.alternatives().stream())
        .anyMatch(alternative -> alternative.name().equals(other.name()));
  }

  private static int rank(AppMetadata application) {
    if (!application.behavior().platformManaged()) {
      return CLASSES.size() + 1;
    }
    if (!application.appClass().isEmpty()) {
      return CLASSES.indexOf(application.appClass());
    }
    return application.dependencies().isEmpty() ? INDEPENDENT : CLASSES.size();
  }
}
