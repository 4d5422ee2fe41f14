/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** How the content of an application and the differences of two are shown. */
@NullMarked
package io.starlingx.portieris.cli.inspect;

import org.jspecify.annotations.NullMarked;
