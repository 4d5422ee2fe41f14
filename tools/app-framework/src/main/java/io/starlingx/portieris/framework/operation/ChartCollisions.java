/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.framework.manifest.ChartArchive;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import java.io.IOException;
import java.util.List;

/**
 * Whether charts could be put into the platform's repositories, of which each has one chart of a
 * name and version: a second one with other content is refused, of whatever application the first
 * one is.
 */
final class ChartCollisions {

  private static final String DEFAULT_REPOSITORY = "starlingx";

  private final ApplicationStore store;
  private final UploadChecks checks;

  ChartCollisions(ApplicationStore store, UploadChecks checks) {
    this.store = store;
    this.checks = checks;
  }

  /**
   * Compares the charts of an application with those of all others, and of its own other version.
   *
   * @throws OperationFailure when one of them is there with other content
   */
  void check(Application application) throws OperationFailure, IOException {
    String repository = repository(application);
    for (Application other : store.everyVersion()) {
      if (other.id() != application.id()
          && isInRepository(other)
          && repository(other).equals(repository)) {
        compare(ChartArchive.all(application.tree()), ChartArchive.all(other.tree()), repository);
      }
    }
  }

  private static void compare(
      List<ChartArchive> incoming, List<ChartArchive> existing, String repository)
      throws OperationFailure, IOException {
    for (ChartArchive chart : incoming) {
      for (ChartArchive other : existing) {
        if (chart.name().equals(other.name()) && !chart.content().equals(other.content())) {
          throw new OperationFailure(
              "The incoming chart %s matches the same version of an existing chart in the %s repository that has a different implementation."
                  .formatted(chart.name(), repository));
        }
      }
    }
  }

  private static boolean isInRepository(Application other) {
    return switch (other.status()) {
      case UPLOADING, UPLOAD_FAILED -> false;
      default -> true;
    };
  }

  private String repository(Application application) throws IOException {
    return checks
        .metadata(application.tree())
        .map(AppMetadata::helmRepository)
        .orElse(DEFAULT_REPOSITORY);
  }
}
