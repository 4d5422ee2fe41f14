/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/** Parses the head of an answer and stops reading once it is longer than any real one. */
final class BoundedResponseParser extends DefaultHttpResponseParser {

  private static final int BUFFER = 8192;

  private final int maxBytes;
  private Optional<SessionInputBuffer> last = Optional.empty();

  /** A parser of heads with at most {@code maxBytes} of header lines, for one connection. */
  BoundedResponseParser(int maxBytes) {
    super(config(maxBytes));
    this.maxBytes = maxBytes;
  }

  /** An unbound connection that reads with this parser. */
  DefaultBHttpClientConnection connection() {
    return new DefaultBHttpClientConnection(
        config(maxBytes), null, null, null, null, null, config -> this);
  }

  private static Http1Config config(int maxBytes) {
    return Http1Config.custom()
        .setBufferSize(BUFFER)
        .setMaxLineLength(maxBytes)
        .setMaxHeaderCount(1000)
        .setMaxEmptyLineCount(1)
        .build();
  }

  /** Whether bytes were read that belong to no answer so far. */
  boolean hasSurplus() {
    return last.filter(buffer -> buffer.length() > 0).isPresent();
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    last = Optional.of(buffer);
    return super.parse(buffer, new Capped(in, maxBytes + BUFFER));
  }

  /** The buffer may be filled once with what follows the head, hence its size on top. */
  private static final class Capped extends FilterInputStream {
    private int left;

    private Capped(InputStream in, int left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new Connection.AnswerException(
            HttpResult.Kind.MALFORMED, "the header block is too long");
      }
      int read = super.read(target, offset, length);
      left -= Math.max(read, 0);
      return read;
    }
  }
}
