/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What a program remembers for the next one, under keys that tell all it follows from. */
@NullMarked
package io.starlingx.portieris.app.cache;

import org.jspecify.annotations.NullMarked;
