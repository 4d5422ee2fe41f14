/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The application folder: what a packager writes, read with every mistake at once. */
@NullMarked
package io.starlingx.portieris.app.folder;

import org.jspecify.annotations.NullMarked;
