/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

/** What became of an {@link OutboundRequest}. */
public sealed interface HttpResult {

  /**
   * The server answered, with any status.
   *
   * @param body the whole body, at most the request's limit
   */
  @SuppressWarnings("ArrayRecordComponent") // copied in and out, never compared
  record Answer(int status, Headers headers, byte[] body) implements HttpResult {
    public Answer {
      requireNonNull(headers, "headers");
      body = body.clone();
    }

    @Override
    public byte[] body() {
      return body.clone();
    }
  }

  /**
   * There is no usable answer.
   *
   * @param message for people: host and cause, without query or credentials
   */
  record Failed(Kind kind, String message) implements HttpResult {
    public Failed {
      requireNonNull(kind, "kind");
      requireNonNull(message, "message");
    }
  }

  /** Why there is no usable answer. */
  enum Kind {
    /** Name not resolved, connection broken or too slow, or no time left. */
    UNREACHABLE,
    /** Nobody listens on that port. */
    REFUSED,
    /** The server's certificate is not trusted for its name, or TLS could not be agreed. */
    TLS,
    /** The host resolves to an address that this request may not go to. */
    FORBIDDEN_ADDRESS,
    /** Too many requests to this host are under way. */
    BUSY,
    /** The body exceeds the request's limit. */
    TOO_LARGE,
    /** The answer breaks HTTP, is encoded as nobody asked for, or its header block is too long. */
    MALFORMED
  }
}
