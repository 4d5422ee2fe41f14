/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Announces a body of some size and sends it until the server answers or hangs up. */
final class LargeBody implements Asker {

  private static final int BLOCK = 16 * 1024;
  private static final int PATIENCE = 10_000;
  private static final byte[] REFUSED = "refused".getBytes(ISO_8859_1);

  /** What the buffers of both ends may hold of a body that nobody reads. */
  private static final int UNREAD = 16 << 20;

  private final SSLContext tls;
  private final URI url;
  private final int megabytes;

  /** Sends so many MiB to a webhook. */
  LargeBody(SSLContext tls, URI url, int megabytes) {
    this.tls = tls;
    this.url = url;
    this.megabytes = megabytes;
  }

  /** Whether a question was refused before its body was read. */
  static boolean isRefused(Question question, byte[] answer) {
    return Arrays.equals(answer, REFUSED);
  }

  @Override
  public void ask(Load load) throws IOException, InterruptedException {
    for (Load.Asked asked = load.take(); asked != null; asked = load.take()) {
      load.answered(asked, 200, send());
    }
  }

  private byte[] send() throws IOException {
    long length = (long) megabytes << 20;
    String head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(url.getPath(), url.getAuthority(), length);
    try (SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(PATIENCE);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(ISO_8859_1));
      long sent = 0;
      try {
        for (byte[] block = new byte[BLOCK]; sent < length; sent += BLOCK) {
          out.write(block);
        }
      } catch (IOException e) {
        // The server has hung up: what it said before, if anything, is still there.
      }
      String answer = status(socket.getInputStream());
      boolean isRefusal = answer.isEmpty() || answer.contains(" 413 ");
      return isRefusal && sent < Math.min(UNREAD, length)
          ? REFUSED
          : (answer + ", after " + sent + " bytes").getBytes(ISO_8859_1);
    }
  }

  /** The status line; empty when the connection ended without one. */
  private static String status(InputStream in) {
    try {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      return line.toString().strip();
    } catch (SocketTimeoutException e) {
      return "no answer";
    } catch (IOException e) {
      return "";
    }
  }
}
