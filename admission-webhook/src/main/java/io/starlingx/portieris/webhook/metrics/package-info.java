/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What {@code /metrics} shows. */
@NullMarked
package io.starlingx.portieris.webhook.metrics;

import org.jspecify.annotations.NullMarked;
