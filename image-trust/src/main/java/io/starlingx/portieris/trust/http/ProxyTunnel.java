/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Asks a proxy for a tunnel.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-connect">RFC 9110 section 9.3.6</a>
 */
public final class ProxyTunnel {

  private ProxyTunnel() {}

  /**
   * Makes {@code socket}, connected to a proxy, lead to {@code target}.
   *
   * @param authorization the value of {@code Proxy-Authorization}
   * @param headBytes the longest answer of the proxy
   * @param patience for the whole of it
   * @throws IOException when the proxy refuses or gives no usable answer
   */
  public static void open(
      Socket socket,
      Origin target,
      Optional<String> authorization,
      int headBytes,
      Duration patience)
      throws IOException {
    String host = target.hostAndPort();
    StringBuilder request =
        new StringBuilder("CONNECT ").append(host).append(" HTTP/1.1\r\nHost: ").append(host);
    authorization.ifPresent(value -> request.append("\r\nProxy-Authorization: ").append(value));
    request.append("\r\n\r\n");
    socket.getOutputStream().write(request.toString().getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    int timeout = socket.getSoTimeout();
    String head = head(socket, headBytes, Deadline.after(patience));
    socket.setSoTimeout(timeout);
    if (!head.matches("(?s)HTTP/1\\.[01] 2[0-9][0-9][ \r].*")) {
      String status = head.lines().findFirst().orElse("");
      throw new IOException("the proxy refused the connection: " + status);
    }
  }

  /** The value of {@code Proxy-Authorization} for a proxy whose URL holds a user. */
  static Optional<String> authorization(URI proxy) {
    return Optional.ofNullable(proxy.getRawUserInfo())
        .map(user -> URLDecoder.decode(user.replace("+", "%2B"), UTF_8))
        .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
  }

  /** Byte by byte: what follows the head belongs to the tunnel. */
  private static String head(Socket socket, int limit, Deadline deadline) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ending = 0;
    while (ending < 4) {
      if (deadline.isOver()) { // a proxy that sends one byte at a time lets no read time out
        throw new SocketTimeoutException("the proxy did not answer in time");
      }
      socket.setSoTimeout(Math.toIntExact(Math.max(1, deadline.remaining().toMillis())));
      int next = in.read();
      if (next < 0 || head.size() >= limit) {
        throw new IOException("the proxy gave no usable answer");
      }
      head.write(next);
      ending = next == (ending % 2 == 0 ? '\r' : '\n') ? ending + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(ISO_8859_1);
  }
}
