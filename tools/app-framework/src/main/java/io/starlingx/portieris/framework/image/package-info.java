/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Images of an application: found in its values, mirrored, and named where they are then. */
@NullMarked
package io.starlingx.portieris.framework.image;

import org.jspecify.annotations.NullMarked;
