/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import java.util.Set;

/** What metadata.yaml must keep to. */
final class MetadataRules {

  static final String FILE = "metadata.yaml";

  private static final String REJECTED = "the upload is rejected";

  static final Rule YAML =
      Rule.error("metadata/yaml", "sysinv fails on it without a proper message", "mend the YAML");
  static final Rule DUPLICATE_KEY =
      Rule.error(
          "metadata/duplicate-key",
          "newer releases read YAML 1.2 and fail, older ones take the last",
          "write each key once");
  static final Rule IDENTITY =
      Rule.error("metadata/identity", REJECTED, "write app_name and app_version as strings");
  static final Rule KUBERNETES_VERSION =
      Rule.error(
          "metadata/supported-k8s-version",
          REJECTED,
          "write supported_k8s_version: {minimum: \"<N>.<N>.<N>\"}, in quotes");
  static final Rule KUBERNETES_RANGE =
      Rule.error(
          "metadata/k8s-range",
          "no Kubernetes version is in the range, so that no cluster takes the application",
          "make maximum the larger one, or leave it out");
  static final Rule SHAPE =
      Rule.error("metadata/shape", REJECTED, "give the key its kind of value");
  static final Rule FLAG = Rule.error("metadata/boolean", REJECTED, "write true or false");
  static final Rule TIMING =
      Rule.error(
          "metadata/k8s-upgrades",
          REJECTED,
          "give k8s_upgrades both auto_update and timing (pre or post), or neither");
  static final Rule FROM_VERSIONS =
      Rule.error(
          "metadata/from-versions", REJECTED, "write each entry as a quoted regular expression");
  static final Rule NO_FROM_VERSIONS =
      Rule.warning(
          "metadata/from-versions-empty",
          "an empty list matches no version: every update to this one is rejected",
          "remove the key, or list what may be updated");
  static final Rule RELEASES =
      Rule.error(
          "metadata/supported-releases",
          REJECTED,
          "map each quoted release to a list of patches, [] for none");
  static final Rule PATCHES =
      Rule.warning(
          "metadata/required-patches",
          "on that release the upload is rejected until every one of these patches is applied, and"
              + " while a patch is being applied",
          "list only patches that the application cannot do without, [] for none");
  static final Rule DEPENDENCY =
      Rule.error(
          "metadata/dependent-apps",
          REJECTED,
          "give each entry name, version (a quoted regular expression) and action");
  static final Rule CLASS =
      Rule.error("metadata/class", REJECTED, "use one of the accepted classes, or leave it out");
  static final Rule REPOSITORY =
      Rule.error(
          "metadata/helm-repo",
          "the upload fails: there is no such chart repository on the controller",
          "use starlingx or stx-platform");
  static final Rule UNKNOWN =
      Rule.warning(
          "metadata/unknown-key",
          "sysinv ignores it without a word",
          "correct its spelling, or remove it");
  static final Rule GONE =
      Rule.warning("metadata/removed-key", "current releases ignore it", "remove it")
          .on(Set.of(Sysinv.MASTER));
  static final Rule YAML_1_1 =
      Rule.warning(
          "metadata/yes-no",
          "older releases read yes, no, on and off as booleans, newer ones as text: a plain no is"
              + " true there",
          "write true or false");
  static final Rule TRUTHY =
      Rule.warning(
          "metadata/truth",
          "sysinv asks whether there is a value, and any text is one: \"false\" means true",
          "write true or false without quotes");
  static final Rule PERCENTAGE =
      Rule.error(
          "metadata/progress-adjust",
          "sysinv calculates with it when it tells the progress of the apply, and fails",
          "write a whole number");
  static final Rule BY_SYSINV =
      Rule.warning(
          "metadata/failed-versions",
          "sysinv writes this key itself, and never updates from a version in it",
          "remove it");
  static final Rule AUTOMATIC_APPLY =
      Rule.warning(
          "metadata/automatic-apply",
          "the generic lifecycle operator refuses to be applied automatically, so that the platform"
              + " tries again and again",
          "let a plugin's lifecycle operator allow it, or leave desired_state out");
  static final Rule DOWNGRADE =
      Rule.warning(
          "metadata/auto-downgrade",
          "a platform-managed application is replaced by an older bundle that comes with the"
              + " platform",
          "set downgrades.auto_downgrade: false");
  static final Rule DESIRED_STATE =
      Rule.warning(
          "metadata/desired-state",
          "the platform acts on 'uploaded' and 'applied' only",
          "use one of them, or leave it out");
  static final Rule FORBIDDEN =
      Rule.warning(
          "metadata/forbidden-operations",
          "only 'delete' and 'remove' can be forbidden",
          "use these");
  static final Rule TRIGGER =
      Rule.warning(
          "metadata/reapply-trigger",
          "sysinv never raises such a trigger, and uses only the first entry of a type",
          "use each known type once");
  static final Rule DISABLED =
      Rule.warning(
          "metadata/disabled-charts",
          "a name that no HelmRelease has disables nothing",
          "use the HelmRelease's metadata.name");

  private MetadataRules() {}
}
