/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.registry.Credentials;
import java.net.URI;
import java.util.List;

/**
 * A web server that holds signatures ("lookaside").
 *
 * @param url base URL, http or https, without query
 * @param credentials never sent over plain http; may be empty
 */
public record SignatureStore(URI url, List<Credentials> credentials) {
  public SignatureStore {
    requireNonNull(url, "url");
    credentials = List.copyOf(credentials);
  }

  /** The URL of the {@code number}th signature, counted from one, of a repository's content. */
  URI signature(String path, Digest digest, int number) {
    return URI.create(
        url.toString().replaceFirst("/+$", "")
            + "/"
            + path
            + "@sha256="
            + digest.hex()
            + "/signature-"
            + number);
  }
}
