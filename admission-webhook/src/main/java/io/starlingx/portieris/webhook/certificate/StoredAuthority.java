/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import static java.util.Objects.requireNonNull;

/**
 * An authority as it is stored, in PEM.
 *
 * @param previousCertificate of the authority before, empty when there was none
 * @param version names this state of the store; empty for one that is not stored yet
 */
public record StoredAuthority(
    String certificate, String key, String previousCertificate, String version) {
  public StoredAuthority {
    requireNonNull(certificate, "certificate");
    requireNonNull(key, "key");
    requireNonNull(previousCertificate, "previousCertificate");
    requireNonNull(version, "version");
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "StoredAuthority[" + version + "]";
  }
}
