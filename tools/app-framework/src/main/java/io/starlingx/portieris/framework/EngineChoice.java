/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

/** Who installs releases. */
public enum EngineChoice {
  /** Flux where the cluster serves its HelmRelease, else Helm. */
  AUTO,
  /** Helm's own engine within this program. */
  HELM,
  /** Flux's controllers on the cluster. */
  FLUX
}
