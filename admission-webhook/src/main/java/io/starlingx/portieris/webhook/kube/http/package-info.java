/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** How requests get to the API server. */
@NullMarked
package io.starlingx.portieris.webhook.kube.http;

import org.jspecify.annotations.NullMarked;
