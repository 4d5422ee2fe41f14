/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A request's body: at most so many bytes, and for so long, however slowly it comes. */
final class BoundedBody extends FilterInputStream {

  private final long limit;
  private final long deadline;
  private long count;

  BoundedBody(InputStream in, long limit, Duration time) {
    super(in);
    this.limit = limit;
    this.deadline = System.nanoTime() + time.toNanos();
  }

  @Override
  public int read() throws IOException {
    int next = in.read();
    check(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    check(Math.max(read, 0));
    return read;
  }

  private void check(int more) throws RefusedCallException {
    count += more;
    if (count > limit) {
      throw tooLarge(limit);
    }
    if (System.nanoTime() - deadline > 0) {
      throw new RefusedCallException(408, "the request's body did not arrive in time");
    }
  }

  static RefusedCallException tooLarge(long limit) {
    return new RefusedCallException(
        413, "the request's body is larger than " + limit + " bytes, the most that is read");
  }
}
