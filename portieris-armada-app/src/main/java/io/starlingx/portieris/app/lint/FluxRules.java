/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import java.util.Set;

/** What the FluxCD tree must keep to. */
final class FluxRules {

  private static final String APPLY = "kubectl apply -k fails";

  static final Rule YAML =
      Rule.error("flux/yaml", "sysinv and kustomize cannot read it", "mend the YAML").onFlux();
  static final Rule BASE =
      Rule.error("flux/base", APPLY + ": the repository is missing", "list 'base' as a resource")
          .onFlux();
  static final Rule RESOURCE =
      Rule.error(
              "flux/resource",
              "sysinv opens <resource>/helmrelease.yaml of every entry but 'base', and the upload"
                  + " fails",
              "list only 'base' and directories that hold a helmrelease.yaml")
          .onFlux();
  static final Rule UNLISTED =
      Rule.warning(
              "flux/unlisted-release",
              "a release that no resource names is never installed",
              "list its directory in fluxcd-manifests/kustomization.yaml")
          .onFlux();
  static final Rule REPOSITORY =
      Rule.error("flux/helm-repository", "the upload fails", "add base/helmrepository.yaml")
          .onFlux();
  static final Rule REPOSITORY_LISTED =
      Rule.error(
              "flux/base-kustomization",
              APPLY + " or leaves the repository out",
              "write resources: [helmrepository.yaml] into base/kustomization.yaml")
          .onFlux();
  static final Rule REPOSITORY_URL =
      Rule.error(
              "flux/repository-url",
              "sysinv replaces host and port, and knows only these two repositories",
              "end spec.url in /helm_charts/starlingx or /helm_charts/stx-platform")
          .onFlux();
  static final Rule REPOSITORY_OTHER =
      Rule.error(
              "flux/repository-differs",
              "the charts are uploaded to one repository and looked for in the other",
              "let helm_repo and the last part of spec.url agree")
          .onFlux();
  static final Rule SOURCE =
      Rule.error(
              "flux/source",
              "Flux finds no repository of that name, and the release never becomes ready",
              "let sourceRef.name and the HelmRepository's metadata.name agree")
          .onFlux();
  static final Rule RELEASE_FIELD =
      Rule.error(
              "flux/release-field",
              "sysinv reads it and fails, or Flux refuses the release",
              "add the field")
          .onFlux();
  static final Rule CHART =
      Rule.error(
              "flux/chart",
              "the upload is accepted, but Flux finds no such chart and the apply fails",
              "let the release name a chart and version of charts/")
          .onFlux();
  static final Rule STATIC =
      Rule.error(
              "flux/static-overrides",
              "the upload fails",
              "list a valuesKey ending in static-overrides.yaml and add that file")
          .onFlux();
  static final Rule SYSTEM =
      Rule.warning(
              "flux/system-overrides",
              "overrides of the system and of the operator are not delivered; sysinv only logs it",
              "add an empty <release>-system-overrides.yaml and list it last in valuesFrom")
          .onFlux();
  static final Rule ORDER =
      Rule.warning(
              "flux/values-order",
              "later values win, so that the application's replace the operator's",
              "list static overrides first, system overrides second")
          .onFlux();
  static final Rule SECRET =
      Rule.error(
              "flux/values-secret",
              "no Secret of that name and key is generated, so that the release never becomes"
                  + " ready",
              "generate it by secretGenerator from the file, with disableNameSuffixHash: true")
          .onFlux();
  static final Rule DOCUMENTS =
      Rule.warning(
              "flux/one-release-per-file",
              "sysinv reads the first document and drops the others when it writes the file",
              "give each release its own directory")
          .onFlux();
  static final Rule SEPARATOR =
      Rule.warning(
              "flux/separator-in-values",
              "sysinv splits kustomize's output at the text '---'",
              "move such values into the static overrides file")
          .onFlux();
  static final Rule SCHEMA =
      Rule.warning(
              "flux/strict-schema",
              "a reapply sets the value reconcile_trigger, which the schema refuses",
              "allow additional properties at the top, or declare reconcile_trigger")
          .onFlux();
  static final Rule API =
      Rule.error(
              "flux/api-version",
              APPLY + ": no platform serves such an object",
              "use helm.toolkit.fluxcd.io/v2 and source.toolkit.fluxcd.io/v1")
          .onFlux();
  static final Rule FIELD =
      Rule.error(
              "flux/field",
              APPLY + ": the API server refuses the object",
              "correct the field, or remove it")
          .onFlux();
  static final Rule KUSTOMIZATION =
      Rule.error(
              "flux/kustomization",
              APPLY + ": kustomize refuses the file",
              "correct the field, or remove it")
          .onFlux();
  static final Rule LISTED =
      Rule.error(
              "flux/release-kustomization",
              APPLY + " or leaves the release out",
              "write resources: [helmrelease.yaml] into the release's kustomization.yaml")
          .onFlux();
  static final Rule SAME_NAME =
      Rule.error(
              "flux/same-name",
              "sysinv knows releases by this name: overrides of one go to the other, and kustomize"
                  + " refuses two objects of one name",
              "give each HelmRelease a metadata.name of its own")
          .onFlux();
  static final Rule NAMESPACE =
      Rule.error(
              "flux/source-namespace",
              "Flux looks for the repository in the release's namespace, and the release never"
                  + " becomes ready",
              "set one namespace in fluxcd-manifests/kustomization.yaml, or sourceRef.namespace")
          .onFlux();
  static final Rule OLD_API =
      Rule.warning(
              "flux/old-api",
              "Flux of current platforms no longer serves this API version",
              "use helm.toolkit.fluxcd.io/v2 and source.toolkit.fluxcd.io/v1")
          .on(Set.of(Sysinv.MASTER));
  static final Rule CHART_ARCHIVE =
      Rule.error(
          "chart/archive",
          "the upload is rejected or fails at 'helm lint'",
          "pack the chart with 'helm package'");
  static final Rule CHART_SAME =
      Rule.error(
          "chart/same-version",
          "the platform's chart repository refuses a version it has with other content",
          "give changed content a new version");
  static final Rule CHART_NAME =
      Rule.warning(
          "chart/file-name",
          "readers of the archive tell chart and version from its name",
          "name it <chart>-<version>.tgz");

  private FluxRules() {}
}
