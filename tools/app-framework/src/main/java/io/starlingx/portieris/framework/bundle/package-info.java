/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Applications that come with the platform, and their update as a whole. */
@NullMarked
package io.starlingx.portieris.framework.bundle;

import org.jspecify.annotations.NullMarked;
