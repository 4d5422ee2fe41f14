/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

/** The generations of sysinv, which ask for different things. */
public enum Sysinv {
  /** Releases that apply an Armada manifest. */
  ARMADA,

  /** Releases that apply a FluxCD tree. */
  FLUXCD,

  /** The current development branch. */
  MASTER
}
