/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The whole product at work against real servers: {@code ./portieris demo}. */
@NullMarked
package io.starlingx.portieris.cli.demo;

import org.jspecify.annotations.NullMarked;
