/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** A node that runs nothing and says that it does. */
@NullMarked
package io.starlingx.portieris.testbed.node;

import org.jspecify.annotations.NullMarked;
