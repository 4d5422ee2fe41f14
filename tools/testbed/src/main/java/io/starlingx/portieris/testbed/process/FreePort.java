/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses loopback ports for servers that cannot choose one themselves. They come from below the
 * range that the kernel gives to outgoing connections, so none is taken between choice and use.
 */
public final class FreePort {

  private static final int FIRST = 15_000;
  private static final int END = 32_000;
  private static final int ATTEMPTS = 100;

  private FreePort() {}

  /** Returns a port on which nothing listens on 127.0.0.1 now. */
  public static int choose() {
    return choose(1).getFirst();
  }

  /**
   * Returns so many different ports on which nothing listens on 127.0.0.1 now. For servers of which
   * none listens yet when the next one's port is chosen, {@link #choose()} might give one twice.
   */
  public static List<Integer> choose(int number) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int attempt = 0; held.size() < number && attempt < ATTEMPTS * number; attempt++) {
        hold(ThreadLocalRandom.current().nextInt(FIRST, END)).ifPresent(held::add);
      }
      if (held.size() < number) {
        throw new IllegalStateException("no free loopback port between " + FIRST + " and " + END);
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      held.forEach(FreePort::release);
    }
  }

  private static Optional<ServerSocket> hold(int port) {
    try {
      return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
