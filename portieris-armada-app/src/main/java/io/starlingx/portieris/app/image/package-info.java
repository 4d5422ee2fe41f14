/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The webhook's Java runtime and its container image, made without a container daemon. */
@NullMarked
package io.starlingx.portieris.app.image;

import org.jspecify.annotations.NullMarked;
