/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Flux's controllers as the engine: objects that they are given, and what they say of them. */
@NullMarked
package io.starlingx.portieris.framework.flux;

import org.jspecify.annotations.NullMarked;
