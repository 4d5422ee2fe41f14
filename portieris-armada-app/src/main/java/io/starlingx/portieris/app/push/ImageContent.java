/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * An image that is to be pushed, wherever it is.
 *
 * @param digest of its manifest or index
 * @param manifests manifests and indexes, each after those that it names; the last one is the image
 * @param blobs configurations and layers, each once
 * @param source gives a blob's bytes, anew for each attempt to push it
 */
record ImageContent(
    String digest, List<StoredManifest> manifests, List<Descriptor> blobs, BlobSource source) {

  /** Where blobs come from. */
  @FunctionalInterface
  interface BlobSource {
    InputStream open(Descriptor blob) throws IOException;
  }

  ImageContent {
    manifests = List.copyOf(manifests);
    blobs = List.copyOf(blobs);
  }
}
