/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What the webhook reads from and writes to the API server. */
@NullMarked
package io.starlingx.portieris.webhook.kube;

import org.jspecify.annotations.NullMarked;
