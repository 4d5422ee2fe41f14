/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Helm charts: reading, linting and packing them. */
@NullMarked
package io.starlingx.portieris.app.chart;

import org.jspecify.annotations.NullMarked;
