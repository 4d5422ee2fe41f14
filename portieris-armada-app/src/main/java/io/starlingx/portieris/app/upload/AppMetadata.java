/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an application says of itself in {@code metadata.yaml}, after validation.
 *
 * @param name {@code app_name}
 * @param version {@code app_version}
 * @param helmRepository {@code helm_repo}; {@code starlingx} where it is absent
 * @param disabledCharts plugin charts that start disabled
 * @param maintainUserOverrides whether an update copies the operator's overrides
 * @param maintainAttributes whether an update copies the charts' attributes
 * @param kubernetes the accepted Kubernetes versions; empty only without {@code metadata.yaml}
 * @param upgrades what an update of this application may start from
 * @param behavior how the platform treats the application
 * @param requiredPatches patches that must be applied, by platform release
 * @param dependencies applications that this one needs
 * @param appClass {@code critical}, {@code storage}, {@code discovery}, {@code optional}, {@code
 *     reporting} or empty
 */
public record AppMetadata(
    String name,
    String version,
    String helmRepository,
    List<String> disabledCharts,
    boolean maintainUserOverrides,
    boolean maintainAttributes,
    Optional<KubernetesVersions> kubernetes,
    Upgrades upgrades,
    Behavior behavior,
    Map<String, List<String>> requiredPatches,
    List<Dependency> dependencies,
    List<ParentException> parentExceptions,
    String appClass) {

  public AppMetadata {
    disabledCharts = List.copyOf(disabledCharts);
    requiredPatches = Map.copyOf(requiredPatches);
    dependencies = List.copyOf(dependencies);
    parentExceptions = List.copyOf(parentExceptions);
  }

  /** What is known of an application without {@code metadata.yaml}. */
  static AppMetadata named(String name, String version) {
    return new AppMetadata(
        name,
        version,
        "starlingx",
        List.of(),
        false,
        false,
        Optional.empty(),
        new Upgrades(false, false, List.of(), true),
        new Behavior(false, "", List.of(), List.of()),
        Map.of(),
        List.of(),
        List.of(),
        "");
  }

  /**
   * Versions as written, {@code 1.24.4} or {@code v1.27}.
   *
   * @param minimum the oldest accepted version
   * @param maximum the newest accepted version; empty without a bound
   */
  public record KubernetesVersions(String minimum, String maximum) {}

  /**
   * {@code upgrades} and {@code downgrades}.
   *
   * @param fromVersions regular expressions; an update must start from a version that one of them
   *     matches whole; empty means any version
   */
  public record Upgrades(
      boolean autoUpdate,
      boolean updateFailureNoRollback,
      List<String> fromVersions,
      boolean autoDowngrade) {
    public Upgrades {
      fromVersions = List.copyOf(fromVersions);
    }
  }

  /**
   * {@code behavior}.
   *
   * @param desiredState {@code uploaded}, {@code applied} or empty
   * @param forbiddenOperations {@code delete} and {@code remove}, refused unless forced
   * @param reapplyTriggers types of {@code evaluate_reapply.triggers}
   */
  public record Behavior(
      boolean platformManaged,
      String desiredState,
      List<String> forbiddenOperations,
      List<String> reapplyTriggers) {
    public Behavior {
      forbiddenOperations = List.copyOf(forbiddenOperations);
      reapplyTriggers = List.copyOf(reapplyTriggers);
    }
  }

  /**
   * One needed application.
   *
   * @param alternatives any one of them satisfies it
   */
  public record Dependency(List<Alternative> alternatives) {
    public Dependency {
      alternatives = List.copyOf(alternatives);
    }
  }

  /**
   * An application that satisfies a dependency when it is applied.
   *
   * @param version regular expression that must match the whole version
   * @param action {@code warn}, {@code ignore}, {@code error} or {@code apply}
   */
  public record Alternative(String name, String version, String action) {}

  /**
   * An application that needs this one in an earlier version, and is to be no obstacle to an update
   * by the platform.
   *
   * @param version regular expression that must match its whole version
   */
  public record ParentException(String name, String version) {}
}
