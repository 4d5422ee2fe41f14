/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A server on loopback that writes its answers byte for byte as a test says, good or broken. */
public final class LoopbackServer implements AutoCloseable {

  /** Writes the answer to one request; throwing closes the connection. */
  public interface Script {
    void answer(Request request, OutputStream out) throws Exception;
  }

  /** A request as received. */
  public record Request(String head, String body) {
    public String line() {
      return head.lines().findFirst().orElse("");
    }

    public String path() {
      return target().replaceFirst("\\?.*", "");
    }

    public String query() {
      return target().contains("?") ? target().replaceFirst("^[^?]*\\?", "") : "";
    }

    private String target() {
      return line().replaceFirst("^[A-Z]+ ", "").replaceFirst(" HTTP/1.1$", "");
    }

    public Optional<String> header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  private final ServerSocket server;
  private final boolean secure;
  private final Script script;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  private LoopbackServer(ServerSocket server, boolean secure, Script script) {
    this.server = server;
    this.secure = secure;
    this.script = script;
    threads.execute(this::accept);
  }

  public static LoopbackServer https(Script script) {
    try {
      return new LoopbackServer(
          TestTls.server()
              .getServerSocketFactory()
              .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
          true,
          script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static LoopbackServer http(Script script) {
    try {
      return new LoopbackServer(
          new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), false, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A complete answer. */
  public static void respond(OutputStream out, int status, String body, String... headers)
      throws IOException {
    String lines =
        java.util.Arrays.stream(headers).map(h -> h + "\r\n").collect(Collectors.joining());
    byte[] bytes = body.getBytes(ISO_8859_1);
    out.write(
        ("HTTP/1.1 "
                + status
                + " Status\r\nContent-Length: "
                + bytes.length
                + "\r\n"
                + lines
                + "\r\n")
            .getBytes(ISO_8859_1));
    out.write(bytes);
    out.flush();
  }

  /** Bytes as they are. */
  public static void raw(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  public int port() {
    return server.getLocalPort();
  }

  public URI uri(String path) {
    return URI.create((secure ? "https" : "http") + "://localhost:" + port() + path);
  }

  public List<Request> requests() {
    return requests;
  }

  public int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      while (true) {
        Optional<Request> request = read(socket.getInputStream());
        if (request.isEmpty()) {
          return;
        }
        requests.add(request.get());
        script.answer(request.get(), socket.getOutputStream());
      }
    } catch (Exception e) {
      // the script has ended this connection, or the client has
    }
  }

  private static Optional<Request> read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      head.write(next);
    }
    Request bare = new Request(head.toString(ISO_8859_1), "");
    int length = bare.header("content-length").map(Integer::parseInt).orElse(0);
    return Optional.of(new Request(bare.head(), new String(in.readNBytes(length), ISO_8859_1)));
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
