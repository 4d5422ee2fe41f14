/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

/**
 * The API versions in which a FluxCD tree is written. A platform applies a tree only when its Flux
 * serves them; sysinv takes the upload of either.
 *
 * @see <a href="https://fluxcd.io/flux/releases/">Flux: releases and their APIs</a>
 */
public enum FluxApi {
  /** Flux 2.3 and later. */
  V2("helm.toolkit.fluxcd.io/v2", "source.toolkit.fluxcd.io/v1"),

  /** Flux before 2.3; later ones serve it for a while. */
  V2BETA1("helm.toolkit.fluxcd.io/v2beta1", "source.toolkit.fluxcd.io/v1beta1");

  private final String release;
  private final String repository;

  FluxApi(String release, String repository) {
    this.release = release;
    this.repository = repository;
  }

  /** The {@code apiVersion} of a HelmRelease. */
  public String release() {
    return release;
  }

  /** The {@code apiVersion} of a HelmRepository. */
  public String repository() {
    return repository;
  }
}
