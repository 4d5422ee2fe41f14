/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What two applications do not have in common. */
@NullMarked
package io.starlingx.portieris.app.diff;

import org.jspecify.annotations.NullMarked;
