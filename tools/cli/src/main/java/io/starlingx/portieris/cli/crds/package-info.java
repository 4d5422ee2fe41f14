/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The definitions of our policy kinds, put into a cluster. */
@NullMarked
package io.starlingx.portieris.cli.crds;

import org.jspecify.annotations.NullMarked;
