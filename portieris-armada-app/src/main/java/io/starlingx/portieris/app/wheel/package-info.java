/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The Python wheel through which sysinv sees what the Java plugin computed. */
@NullMarked
package io.starlingx.portieris.app.wheel;

import org.jspecify.annotations.NullMarked;
