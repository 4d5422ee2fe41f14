/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The reports of {@code app lint}. */
@NullMarked
package io.starlingx.portieris.cli.lint;

import org.jspecify.annotations.NullMarked;
