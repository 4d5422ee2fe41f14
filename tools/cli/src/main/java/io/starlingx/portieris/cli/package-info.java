/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.starlingx.portieris.cli;

import org.jspecify.annotations.NullMarked;
