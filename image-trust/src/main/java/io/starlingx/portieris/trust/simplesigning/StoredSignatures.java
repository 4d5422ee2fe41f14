/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.OutboundRequest.Method;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The numbered signatures of one digest in a store, up to the first number that it lacks. */
final class StoredSignatures implements SignatureSource {

  /** Most signatures that are looked at. */
  static final int MAX = 16;

  private final RepositoryReader reader;
  private final SignatureStore store;
  private final String path;
  private final Digest digest;
  private int last;

  /** Signatures of the repository {@code path}, as it was called when it was signed. */
  StoredSignatures(RepositoryReader reader, SignatureStore store, String path, Digest digest) {
    this.reader = reader.inStore();
    this.store = store;
    this.path = path;
    this.digest = digest;
  }

  @Override
  public Optional<FetchedSignature> next() throws EndedException {
    if (last == MAX) {
      return Optional.empty();
    }
    last++;
    Optional<FetchedSignature> next = fetch(store.signature(path, digest, last));
    if (next.isEmpty()) {
      last = MAX;
    }
    return next;
  }

  private Optional<FetchedSignature> fetch(URI uri) throws EndedException {
    return switch (reader.ask(Method.GET, uri, SignedMessage.MAX_BLOB, credentials())) {
      case ReadResult.Failed(HttpResult.Kind kind, String message)
          when kind == HttpResult.Kind.TOO_LARGE ->
          Optional.of(new FetchedSignature.Unusable(ReasonCode.TOO_LARGE, message));
      case ReadResult.Failed(HttpResult.Kind kind, String message)
          when kind == HttpResult.Kind.MALFORMED ->
          Optional.of(new FetchedSignature.Unusable(ReasonCode.MALFORMED, message));
      case ReadResult other ->
          reader
              .document(uri, other)
              .map(document -> new FetchedSignature.Blob(document.content()));
    };
  }

  private List<Credentials> credentials() {
    return "https".equalsIgnoreCase(store.url().getScheme()) ? store.credentials() : List.of();
  }
}
