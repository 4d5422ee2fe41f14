/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One HTTP/1.1 connection that asks one question after the other; as little work as TLS allows. */
final class Http1Load implements Asker {

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
      InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
      OutputStream out = socket.getOutputStream();
      for (Load.Asked asked = load.take(); asked != null; asked = load.take()) {
        byte[] body = asked.question().body();
        byte[] head =
            ("POST "
                    + url.getPath()
                    + "?timeout=15s HTTP/1.1\r\nHost: "
                    + url.getAuthority()
                    + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length
                    + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        out.write(request);
        out.flush();
        int status = Integer.parseInt(line(in).split(" ", 3)[1]);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
          if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
            length = Integer.parseInt(header.substring(15).strip());
          }
        }
        byte[] answer = in.readNBytes(length);
        load.answered(asked, status, answer);
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
