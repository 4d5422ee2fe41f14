/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Helm's own engine: lint, merge of values, releases. */
@NullMarked
package io.starlingx.portieris.framework.helm;

import org.jspecify.annotations.NullMarked;
