/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.content;

import java.util.List;
import java.util.Optional;

/**
 * A version of a Flux API and the controllers that serve it. A tarball is accepted at upload
 * whatever it uses, but applied only where the platform's controllers serve it.
 *
 * @param kind of object
 * @param apiVersion as a manifest writes it
 * @param servedBy the controllers that serve it
 * @see <a href="https://fluxcd.io/flux/releases/">Flux releases</a>
 */
public record ServedApi(String kind, String apiVersion, String servedBy) {

  private static final String HELM = "helm.toolkit.fluxcd.io/";
  private static final String SOURCE = "source.toolkit.fluxcd.io/";
  private static final List<ServedApi> KNOWN =
      List.of(
          release("v2", "helm-controller 1.0 (Flux 2.3) and later"),
          release("v2beta2", "helm-controller 0.37 to 1.4 (Flux 2.2 to 2.7)"),
          release("v2beta1", "helm-controller up to 1.3 (Flux 2.6)"),
          repository("v1", "source-controller 1.3 (Flux 2.3) and later"),
          repository("v1beta2", "source-controller 0.23 to 1.7 (Flux 0.29 to 2.7)"),
          repository("v1beta1", "source-controller up to 1.6 (Flux 2.6)"));

  /** The version that a manifest of that kind names, if there is such a version. */
  public static Optional<ServedApi> of(String kind, String apiVersion) {
    return KNOWN.stream()
        .filter(api -> api.kind.equals(kind) && api.apiVersion.equals(apiVersion))
        .findFirst();
  }

  /** The versions of that kind, the current one first. */
  public static List<String> versions(String kind) {
    return KNOWN.stream().filter(api -> api.kind.equals(kind)).map(ServedApi::apiVersion).toList();
  }

  private static ServedApi release(String version, String servedBy) {
    return new ServedApi("HelmRelease", HELM + version, servedBy);
  }

  private static ServedApi repository(String version, String servedBy) {
    return new ServedApi("HelmRepository", SOURCE + version, servedBy);
  }
}
