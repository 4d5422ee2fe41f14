/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The FluxCD, Armada and metadata files of the tarball. */
@NullMarked
package io.starlingx.portieris.app.manifest;

import org.jspecify.annotations.NullMarked;
