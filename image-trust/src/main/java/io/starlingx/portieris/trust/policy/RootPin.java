/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

/** What a rule says about the root of trust of its repositories. */
public sealed interface RootPin permits RootAnchor, RootPin.FromSecret, RootPin.Unstated {

  /** The anchor is in a Secret: {@code publicKeys} or {@code ca}, PEM. */
  record FromSecret(String name) implements RootPin {
    public FromSecret {
      requireNonNull(name, "name");
    }
  }

  /** The rule says nothing: the program's setting decides about first use. */
  record Unstated() implements RootPin {}
}
