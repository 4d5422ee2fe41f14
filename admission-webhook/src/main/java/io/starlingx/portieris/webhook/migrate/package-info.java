/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What would be decided otherwise in a cluster that upstream's webhook guards now. Reads only; asks
 * no registry and no trust server, so it finds what objects alone show.
 */
@NullMarked
package io.starlingx.portieris.webhook.migrate;

import org.jspecify.annotations.NullMarked;
