/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Log lines with fields, as text or JSON. */
@NullMarked
package io.starlingx.portieris.webhook.log;

import org.jspecify.annotations.NullMarked;
