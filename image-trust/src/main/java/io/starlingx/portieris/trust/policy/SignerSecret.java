/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The Secret that holds a required signer's {@code name} and {@code publicKey}.
 *
 * @param namespace empty when the rule states none
 */
public record SignerSecret(String name, Optional<String> namespace) {
  public SignerSecret {
    requireNonNull(name, "name");
    requireNonNull(namespace, "namespace");
  }
}
