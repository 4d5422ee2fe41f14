/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server of this machine that delays what the server says, and that can be cut. */
final class Link implements AutoCloseable {

  private static final int BLOCK = 16 * 1024;

  private final ServerSocket entrance;
  private final int server;
  private final Duration delay;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * Opens it.
   *
   * @param server its port
   * @param delay of each piece that the server sends
   */
  Link(int server, Duration delay) throws IOException {
    this.entrance = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    this.server = server;
    this.delay = delay;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        Socket onward = new Socket(InetAddress.getLoopbackAddress(), server);
        onward.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        open.add(client);
        open.add(onward);
        Thread.ofVirtual().start(() -> forward(client, onward, Duration.ZERO));
        Thread.ofVirtual().start(() -> forward(onward, client, delay));
      } catch (IOException e) {
        // Cut, or the server is gone: who waits at the entrance sees it as well.
      }
    }
  }

  private void forward(Socket from, Socket to, Duration later) {
    try (from;
        to) {
      byte[] block = new byte[BLOCK];
      for (int n = from.getInputStream().read(block);
          n >= 0;
          n = from.getInputStream().read(block)) {
        Thread.sleep(later);
        to.getOutputStream().write(block, 0, n);
      }
    } catch (IOException e) {
      // One side has closed: so is the other now.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  /** Cuts it: connections end, new ones are refused. */
  @Override
  public void close() throws IOException {
    entrance.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
