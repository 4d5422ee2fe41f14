/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The signatures of one digest, one after the other, each obtained when it is asked for. */
interface SignatureSource {

  /** The next signature; empty when there are no more, then and for ever after. */
  Optional<FetchedSignature> next() throws EndedException;

  /** Signatures that are all there. */
  static SignatureSource of(List<byte[]> blobs) {
    Iterator<byte[]> rest = blobs.iterator();
    return () ->
        rest.hasNext() ? Optional.of(new FetchedSignature.Blob(rest.next())) : Optional.empty();
  }
}
