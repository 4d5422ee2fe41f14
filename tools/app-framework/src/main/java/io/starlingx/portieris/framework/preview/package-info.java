/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What an apply would change: rendered objects against those of the cluster. */
@NullMarked
package io.starlingx.portieris.framework.preview;

import org.jspecify.annotations.NullMarked;
