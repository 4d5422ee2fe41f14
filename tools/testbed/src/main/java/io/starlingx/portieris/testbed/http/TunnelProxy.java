/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that opens the tunnels it is asked for, or refuses them. */
public final class TunnelProxy implements AutoCloseable {

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final int status;
  private final int targetPort;

  /**
   * Listens on a free port of the loopback address.
   *
   * @param status of its answers; only after 200 there is a tunnel
   * @param targetPort where all tunnels lead, on the loopback address
   */
  public TunnelProxy(int status, int targetPort) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.status = status;
    this.targetPort = targetPort;
    threads.execute(this::accept);
  }

  /**
   * Where it is.
   *
   * @param user empty, or a name and a password with their colon and the at sign after them
   */
  public URI uri(String user) {
    return URI.create("http://" + user + "127.0.0.1:" + server.getLocalPort());
  }

  /** The head of each request for a tunnel. */
  public List<String> heads() {
    return heads;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        threads.execute(() -> tunnel(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void tunnel(Socket client) {
    try (client) {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        head.write(client.getInputStream().read());
      }
      heads.add(head.toString(ISO_8859_1));
      client
          .getOutputStream()
          .write(("HTTP/1.1 " + status + " Said so\r\n\r\n").getBytes(ISO_8859_1));
      if (status == 200) {
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort)) {
          threads.execute(() -> pump(target, client));
          pump(client, target);
        }
      }
    } catch (IOException e) {
      // one side has ended
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one side has ended
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
