/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The configuration file, typed and checked. */
@NullMarked
package io.starlingx.portieris.webhook.config;

import org.jspecify.annotations.NullMarked;
