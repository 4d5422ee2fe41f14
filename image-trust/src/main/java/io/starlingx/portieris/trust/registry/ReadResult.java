/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;

/** What became of a {@link ReadRequest}. */
public sealed interface ReadResult {

  /** Status 200. */
  @SuppressWarnings("ArrayRecordComponent") // copied in and out, never compared
  record Document(byte[] content, Headers headers) implements ReadResult {
    public Document {
      requireNonNull(headers, "headers");
      content = content.clone();
    }

    @Override
    public byte[] content() {
      return content.clone();
    }
  }

  /** Status 404. */
  record Absent() implements ReadResult {}

  /**
   * Status 401 or 403 for every credential.
   *
   * @param message for people; names a setting when one would help
   */
  record Unauthorized(String message) implements ReadResult {
    public Unauthorized {
      requireNonNull(message, "message");
    }
  }

  /** Any other status. */
  record OtherStatus(int status) implements ReadResult {}

  /** No usable answer, from the server or from its token service. */
  record Failed(HttpResult.Kind kind, String message) implements ReadResult {
    public Failed {
      requireNonNull(kind, "kind");
      requireNonNull(message, "message");
    }
  }
}
