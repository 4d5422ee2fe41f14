/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Obtains the programs of a Kubernetes control plane: found, downloaded or built. */
@NullMarked
package io.starlingx.portieris.testbed.kubernetes;

import org.jspecify.annotations.NullMarked;
