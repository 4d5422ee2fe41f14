/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a connection at most {@value #TURN} bytes and what its last read brings besides, as much
 * again at most over TLS, and then looks after the others. Jetty's own reads, parses and answers
 * for as long as there is something to read, on a thread that may be the one that waits for all of
 * them: a client that sends faster than it is answered would be the only one.
 */
final class FairConnector extends ServerConnector {

  /** A usual review, or some hundred of the smallest requests. */
  private static final int TURN = 16 * 1024;

  /**
   * A connector that does not listen yet.
   *
   * @param executor null for the server's own threads
   * @param selectors threads that wait for clients
   */
  FairConnector(
      Server server, @Nullable Executor executor, int selectors, ConnectionFactory... factories) {
    super(server, executor, null, null, 1, selectors, factories);
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    SocketChannelEndPoint endPoint = new Turns(channel, selector, key, getScheduler());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  /** Has nothing more to read, once a turn is over, until it is selected again. */
  private static final class Turns extends SocketChannelEndPoint {

    /**
     * Written by whoever reads, of whom there is one at a time, and by the selecting thread. A new
     * turn may be lost to a read under way: the next selection gives another.
     */
    private volatile int left = TURN;

    private Turns(
        SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
      super(channel, selector, key, scheduler);
    }

    @Override
    public Runnable onSelected() {
      left = TURN;
      return super.onSelected();
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
      int before = left;
      if (before <= 0 && !isInputShutdown()) {
        return 0;
      }
      int filled = super.fill(buffer);
      left = before - Math.max(filled, 0);
      return filled;
    }
  }
}
