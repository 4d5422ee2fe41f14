/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Stage, check, pack: from charts and manifests to the application tarball. */
@NullMarked
package io.starlingx.portieris.app.build;

import org.jspecify.annotations.NullMarked;
