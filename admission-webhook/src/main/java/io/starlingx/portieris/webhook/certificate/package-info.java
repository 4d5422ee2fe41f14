/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The serving certificate: given as files, or of an authority of our own; renewed in place. */
@NullMarked
package io.starlingx.portieris.webhook.certificate;

import org.jspecify.annotations.NullMarked;
