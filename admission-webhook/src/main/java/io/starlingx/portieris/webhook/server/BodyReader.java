/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import io.starlingx.portieris.trust.http.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a request's body: at most so many bytes, and by the deadline, however slowly it comes. */
final class BodyReader {

  static final int BLOCK = 4 * 1024;

  private BodyReader() {}

  /** The body ended too late or was too large. */
  static final class RefusedBodyException extends IOException {
    final int status;

    RefusedBodyException(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  static byte[] read(InputStream in, int maxBytes, BodyBudget.Share share, Deadline deadline)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    makeRoom(share, BLOCK, deadline);
    byte[] block = new byte[BLOCK];
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      body.write(block, 0, n);
      if (body.size() > maxBytes) {
        throw tooLarge(maxBytes);
      }
      if (deadline.isOver()) {
        throw new RefusedBodyException(408, "the body did not arrive in time");
      }
      makeRoom(share, body.size() + BLOCK, deadline);
    }
    return body.toByteArray();
  }

  private static void makeRoom(BodyBudget.Share share, int bytes, Deadline deadline)
      throws RefusedBodyException, InterruptedException {
    if (!share.reserve(bytes, deadline)) {
      throw new RefusedBodyException(429, "too many requests at the same time");
    }
  }

  static RefusedBodyException tooLarge(int maxBytes) {
    return new RefusedBodyException(
        413, "larger than " + maxBytes / 1024 + " KiB, the most that is read");
  }
}
