/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection with a number of streams, in one thread: it writes questions as long as
 * streams and window are left, then reads. Knows as much of the protocol as that takes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113: HTTP/2</a>
 */
final class Http2Load implements Asker {

  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int FRAME = 16 * 1024;
  private static final int WINDOW = 65_535;
  private static final int LARGE_WINDOW = 1 << 30;
  private static final int HEADER_TABLE_SIZE = 1;
  private static final int INITIAL_WINDOW_SIZE = 4;

  /** RFC 7541: an indexed :status of 200. */
  private static final int STATUS_200 = 0x88;

  private static final int TABLE_SIZE_UPDATE = 0x20;

  private final SSLContext tls;
  private final URI url;
  private final int streams;

  Http2Load(SSLContext tls, URI url, int streams) {
    this.tls = tls;
    this.url = url;
    this.streams = streams;
  }

  @Override
  public void ask(Load load) throws IOException, InterruptedException {
    try (SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.setTcpNoDelay(true);
      socket.startHandshake();
      if (!"h2".equals(socket.getApplicationProtocol())) {
        throw new IOException(url + " does not speak HTTP/2");
      }
      new Connection(socket, load).run();
    }
  }

  private final class Connection {
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Load load;
    private final Map<Integer, Exchange> open = new HashMap<>();
    private int next = 1;
    private long window = WINDOW;
    private int streamWindow = WINDOW;
    private Load.@Nullable Asked waiting;
    private boolean more = true;

    Connection(SSLSocket socket, Load load) throws IOException {
      this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
      this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), FRAME));
      this.load = load;
    }

    void run() throws IOException, InterruptedException {
      out.write(PREFACE);
      frame(
          SETTINGS,
          0,
          0,
          ByteBuffer.allocate(12)
              .putShort((short) HEADER_TABLE_SIZE)
              .putInt(0)
              .putShort((short) INITIAL_WINDOW_SIZE)
              .putInt(LARGE_WINDOW)
              .array());
      frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(LARGE_WINDOW).array());
      out.flush();
      read();
      while (true) {
        askMore();
        if (open.isEmpty() && waiting == null) {
          return;
        }
        do {
          read();
        } while (in.available() > 9 && open.size() > streams / 2);
      }
    }

    private void askMore() throws IOException, InterruptedException {
      boolean wrote = false;
      while (more && open.size() < streams) {
        Load.Asked asked = waiting == null ? load.take() : waiting;
        waiting = asked;
        if (asked == null) {
          more = false;
          break;
        }
        byte[] body = asked.question().body();
        if (body.length > window || body.length > streamWindow) {
          break;
        }
        window -= body.length;
        frame(HEADERS, END_HEADERS, next, head(body.length));
        for (int from = 0; from < body.length; from += FRAME) {
          int length = Math.min(FRAME, body.length - from);
          header(DATA, from + length == body.length ? END_STREAM : 0, next, length);
          out.write(body, from, length);
        }
        open.put(next, new Exchange(asked));
        waiting = null;
        next += 2;
        wrote = true;
      }
      if (wrote) {
        out.flush();
      }
    }

    private void read() throws IOException {
      int lengthAndType = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(lengthAndType >>> 8);
      switch (lengthAndType & 0xff) {
        case SETTINGS -> {
          if ((flags & ACK) == 0) {
            settings(ByteBuffer.wrap(payload));
            frame(SETTINGS, ACK, 0, new byte[0]);
            out.flush();
          }
        }
        case PING -> {
          if ((flags & ACK) == 0) {
            frame(PING, ACK, 0, payload);
            out.flush();
          }
        }
        case WINDOW_UPDATE -> {
          if (stream == 0) {
            window += ByteBuffer.wrap(payload).getInt();
          }
        }
        case HEADERS -> {
          Exchange exchange = open.get(stream);
          if (exchange != null) {
            exchange.status = status(payload);
            end(stream, exchange, flags);
          }
        }
        case DATA -> {
          Exchange exchange = open.get(stream);
          if (exchange != null) {
            exchange.body.writeBytes(payload);
            end(stream, exchange, flags);
          }
        }
        case RST_STREAM -> {
          Exchange exchange = open.remove(stream);
          if (exchange != null) {
            load.answered(exchange.asked, 0, new byte[0]);
          }
        }
        case GOAWAY -> throw new IOException("the server ended the connection");
        default -> {}
      }
    }

    /** Of a header block, which begins with the status, after changes of the table's size. */
    private static int status(byte[] block) {
      int at = 0;
      while (at < block.length && (block[at] & 0xe0) == TABLE_SIZE_UPDATE) {
        at++;
      }
      return at < block.length && (block[at] & 0xff) == STATUS_200 ? 200 : 0;
    }

    private void end(int stream, Exchange exchange, int flags) {
      if ((flags & END_STREAM) != 0) {
        open.remove(stream);
        load.answered(exchange.asked, exchange.status, exchange.body.toByteArray());
      }
    }

    private void settings(ByteBuffer settings) {
      while (settings.remaining() >= 6) {
        int name = settings.getShort();
        int value = settings.getInt();
        if (name == INITIAL_WINDOW_SIZE) {
          streamWindow = value;
        }
      }
    }

    /** Literals without indexing, so that the server keeps no table for this connection. */
    private byte[] head(int length) {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      head.write(0x83); // :method POST
      head.write(0x87); // :scheme https
      literal(head, 4, url.getPath() + "?timeout=15s"); // :path
      literal(head, 1, url.getAuthority()); // :authority
      literal(head, 31, "application/json"); // content-type
      literal(head, 28, String.valueOf(length)); // content-length
      return head.toByteArray();
    }

    private void literal(ByteArrayOutputStream head, int name, String value) {
      if (name < 15) {
        head.write(name);
      } else {
        head.write(15);
        head.write(name - 15);
      }
      head.write(value.length());
      head.writeBytes(value.getBytes(US_ASCII));
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
      header(type, flags, stream, payload.length);
      out.write(payload);
    }

    private void header(int type, int flags, int stream, int length) throws IOException {
      out.writeInt(length << 8 | type);
      out.writeByte(flags);
      out.writeInt(stream);
    }
  }

  private static final class Exchange {
    private final Load.Asked asked;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
    private int status;

    private Exchange(Load.Asked asked) {
      this.asked = asked;
    }
  }
}
