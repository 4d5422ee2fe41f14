/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Pushes an image archive to a registry, byte for byte. */
@NullMarked
package io.starlingx.portieris.app.push;

import org.jspecify.annotations.NullMarked;
