/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries bytes to a server of this machine until it is told to lose them: then its connections
 * stay open and nothing comes through, as when a firewall forgets about them. New ones work.
 */
final class SilentRelay implements AutoCloseable {

  private final ServerSocket socket;
  private final int target;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile AtomicBoolean silent = new AtomicBoolean();

  SilentRelay(int target) throws IOException {
    this.target = target;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Loses, from now on, whatever the present connections carry. */
  void loseConnections() {
    silent.set(true);
    silent = new AtomicBoolean();
  }

  /** Closes the present connections. */
  void breakConnections() throws IOException {
    for (Socket each : open) {
      each.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        AtomicBoolean lost = silent;
        threads.execute(() -> carry(client, server, lost));
        threads.execute(() -> carry(server, client, lost));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void carry(Socket from, Socket to, AtomicBoolean lost) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] block = new byte[8192];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        if (!lost.get()) {
          out.write(block, 0, n);
        }
      }
      if (!lost.get()) {
        to.close();
      }
    } catch (IOException e) {
      // one side is gone
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      breakConnections();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.close();
  }
}
