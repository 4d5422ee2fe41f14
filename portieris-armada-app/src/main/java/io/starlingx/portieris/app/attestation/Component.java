/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.attestation;

import java.util.Optional;

/**
 * A part of a result.
 *
 * @param type CycloneDX's name of its kind: {@code library}, {@code application}, {@code
 *     container}, {@code platform}, {@code file}
 * @param version empty when it has none
 * @param purl package URL, empty when there is no such name for it
 * @param sha256 in hex, of its file as it is in the result, or as it was obtained
 * @see <a href="https://cyclonedx.org/docs/1.6/json/#components">CycloneDX 1.6: components</a>
 */
public record Component(
    String type, String name, String version, String purl, Optional<String> sha256)
    implements Comparable<Component> {

  /** A library with a package URL. */
  public static Component library(String name, String version, String purl, String sha256) {
    return new Component("library", name, version, purl, Optional.of(sha256));
  }

  /** The component as something that a build took. */
  public Material material() {
    return new Material(purl, name + (version.isEmpty() ? "" : " " + version), sha256);
  }

  private String key() {
    return type + "\0" + purl + "\0" + name + "\0" + version + "\0" + sha256.orElse("");
  }

  @Override
  public int compareTo(Component other) {
    return key().compareTo(other.key());
  }
}
