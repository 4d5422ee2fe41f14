/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import io.starlingx.portieris.trust.http.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a request's body: at most so many bytes, and by the deadline, however slowly it comes. */
final class BodyReader {

  static final int BLOCK = 4 * 1024;

  private BodyReader() {}

  /** The body ended too late, was too large, or there was no room for it. */
  static final class RefusedBodyException extends IOException {
    final int status;
    private final byte[] start;

    RefusedBodyException(int status, String message, byte[] start) {
      super(message);
      this.status = status;
      this.start = start;
    }

    /** What was read of it, at most the first block. */
    byte[] start() {
      return start;
    }
  }

  static byte[] read(InputStream in, int maxBytes, BodyBudget.Share share, Deadline deadline)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(BLOCK);
    try {
      makeRoom(share, body, deadline);
      byte[] block = new byte[BLOCK];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        body.write(block, 0, n);
        if (body.size() > maxBytes) {
          throw tooLarge(maxBytes, start(body.toByteArray()));
        }
        if (deadline.isOver()) {
          throw new RefusedBodyException(
              408, "the body did not arrive in time", start(body.toByteArray()));
        }
        makeRoom(share, body, deadline);
      }
      share.arrived();
      return body.toByteArray();
    } catch (IOException | InterruptedException e) {
      if (share.isDropped()) {
        Thread.interrupted();
        throw tooMany(body.toByteArray());
      }
      throw e;
    }
  }

  /** The first block, or what there is of it when the deadline comes or the client leaves. */
  static byte[] start(InputStream in, Deadline deadline) {
    byte[] block = new byte[BLOCK];
    int length = 0;
    try {
      while (length < BLOCK && !deadline.isOver()) {
        int n = in.read(block, length, BLOCK - length);
        if (n < 0) {
          break;
        }
        length += n;
      }
    } catch (IOException e) {
      // what has come must do
    }
    return Arrays.copyOf(block, length);
  }

  private static byte[] start(byte[] body) {
    return Arrays.copyOf(body, Math.min(body.length, BLOCK));
  }

  private static void makeRoom(
      BodyBudget.Share share, ByteArrayOutputStream body, Deadline deadline)
      throws RefusedBodyException, InterruptedException {
    if (!share.reserve(body.size() + BLOCK, deadline)) {
      throw tooMany(body.toByteArray());
    }
  }

  static RefusedBodyException tooMany(byte[] body) {
    return new RefusedBodyException(
        429,
        "too many requests at the same time, as many as this webhook has memory for are being"
            + " decided; try again in a second",
        start(body));
  }

  static RefusedBodyException tooLarge(int maxBytes, byte[] start) {
    return new RefusedBodyException(
        413, "larger than " + maxBytes / 1024 + " KiB, the most that is read", start);
  }
}
