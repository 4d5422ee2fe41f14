/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Traces of reviews, sent to an OpenTelemetry collector. */
@NullMarked
package io.starlingx.portieris.webhook.trace;

import org.jspecify.annotations.NullMarked;
