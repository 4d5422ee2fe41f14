/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import io.starlingx.portieris.trust.http.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a request's body: at most so many bytes, and by the deadline, however slowly it comes. */
final class BodyReader {

  private BodyReader() {}

  /** The body ended too late or was too large. */
  static final class RefusedBodyException extends IOException {
    final int status;

    RefusedBodyException(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  static byte[] read(InputStream in, int maxBytes, Deadline deadline) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 * 1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      body.write(buffer, 0, n);
      if (body.size() > maxBytes) {
        throw tooLarge(maxBytes);
      }
      if (deadline.isOver()) {
        throw new RefusedBodyException(408, "the body did not arrive in time");
      }
    }
    return body.toByteArray();
  }

  static RefusedBodyException tooLarge(int maxBytes) {
    return new RefusedBodyException(
        413, "larger than " + maxBytes / 1024 + " KiB, the most that is read");
  }
}
