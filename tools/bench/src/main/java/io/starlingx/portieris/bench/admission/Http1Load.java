/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One HTTP/1.1 connection that asks one question after the other; as little work as TLS allows. */
final class Http1Load implements Asker {

  private static final int BLOCK = 16 * 1024;
  private static final String LENGTH = "content-length:";

  private final SSLContext tls;
  private final URI url;

  Http1Load(SSLContext tls, URI url) {
    this.tls = tls;
    this.url = url;
  }

  @Override
  public void ask(Load load) throws IOException, InterruptedException {
    try (SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
      socket.setTcpNoDelay(true);
      socket.startHandshake(); // no answer's time is to hold it
      Answers answers = new Answers(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      byte[] start =
          ("POST "
                  + url.getPath()
                  + "?timeout=15s HTTP/1.1\r\nHost: "
                  + url.getAuthority()
                  + "\r\nContent-Type: application/json\r\nContent-Length: ")
              .getBytes(ISO_8859_1);
      for (Load.Asked asked = load.take(); asked != null; asked = load.take()) {
        byte[] body = asked.question().body();
        byte[] length = (body.length + "\r\n\r\n").getBytes(ISO_8859_1);
        byte[] request = Arrays.copyOf(start, start.length + length.length + body.length);
        System.arraycopy(length, 0, request, start.length, length.length);
        System.arraycopy(body, 0, request, start.length + length.length, body.length);
        out.write(request);
        out.flush();
        answers.next();
        load.answered(asked, answers.status, answers.body);
      }
    }
  }

  /** What the server sends: a status line, headers with a length, a body. */
  private static final class Answers {
    private final InputStream in;
    private byte[] buffer = new byte[BLOCK];
    private int from;
    private int to;
    private int status;
    private byte[] body = {};

    private Answers(InputStream in) {
      this.in = in;
    }

    private void next() throws IOException {
      int end = endOfHead();
      String head = new String(buffer, from, end - from, ISO_8859_1);
      status = Integer.parseInt(head.substring(9, 12));
      int length = contentLength(head);
      from = end + 4;
      while (to - from < length) {
        more();
      }
      body = Arrays.copyOfRange(buffer, from, from + length);
      from += length;
    }

    private int endOfHead() throws IOException {
      int at = from;
      while (true) {
        for (; at + 4 <= to; at++) {
          if (buffer[at] == '\r'
              && buffer[at + 1] == '\n'
              && buffer[at + 2] == '\r'
              && buffer[at + 3] == '\n') {
            return at;
          }
        }
        at -= from;
        more();
        at += from;
      }
    }

    private static int contentLength(String head) {
      for (int at = head.indexOf('\n'); at >= 0; at = head.indexOf('\n', at + 1)) {
        if (head.regionMatches(true, at + 1, LENGTH, 0, LENGTH.length())) {
          int end = head.indexOf('\r', at);
          String value = head.substring(at + 1 + LENGTH.length(), end < 0 ? head.length() : end);
          return Integer.parseInt(value.strip());
        }
      }
      return 0;
    }

    /** Reads more behind what is not taken yet, which moves to the start. */
    private void more() throws IOException {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
      if (to == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
      int read = in.read(buffer, to, buffer.length - to);
      if (read < 0) {
        throw new IOException("the server closed the connection");
      }
      to += read;
    }
  }
}
