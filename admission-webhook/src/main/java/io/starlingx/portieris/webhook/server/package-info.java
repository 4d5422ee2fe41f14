/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The two HTTP listeners: limits, TLS, health, metrics. */
@NullMarked
package io.starlingx.portieris.webhook.server;

import org.jspecify.annotations.NullMarked;
