/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.util.List;

/**
 * A manifest or index of an archive, in the very bytes that were signed or will be.
 *
 * @param parts for a manifest, its configuration and layers; for an index, its manifests
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredManifest(Descriptor descriptor, byte[] bytes, List<Descriptor> parts) {
  StoredManifest {
    parts = List.copyOf(parts);
  }
}
