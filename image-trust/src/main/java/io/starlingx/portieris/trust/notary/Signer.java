/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static java.util.Objects.requireNonNull;

/**
 * A person or system whose own signature is required.
 *
 * @param name last part of the delegation {@code targets/<name>}
 * @param publicKeyPem public key or certificate, PEM, possibly with headers; not validated yet
 */
public record Signer(String name, String publicKeyPem) {
  public Signer {
    requireNonNull(name, "name");
    requireNonNull(publicKeyPem, "publicKeyPem");
  }
}
