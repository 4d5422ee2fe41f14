/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The background scan: what would be decided about the images that run already. */
@NullMarked
package io.starlingx.portieris.webhook.scan;

import org.jspecify.annotations.NullMarked;
