/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** YAML whose values know their lines, read within bounds. */
@NullMarked
package io.starlingx.portieris.app.yaml;

import org.jspecify.annotations.NullMarked;
