/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Objects that tests put into a cluster. */
@NullMarked
package io.starlingx.portieris.testbed.object;

import org.jspecify.annotations.NullMarked;
