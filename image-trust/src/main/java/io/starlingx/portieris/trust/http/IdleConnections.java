/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Connections between two requests, the most recently used first. */
final class IdleConnections implements AutoCloseable {

  private static final int MAX_PER_ROUTE = 32;

  private final Map<Route, Deque<Idle>> byRoute = new HashMap<>();
  private final Duration longest;
  private final LongSupplier ticker;
  private boolean closed;

  IdleConnections(Duration longest, LongSupplier ticker) {
    this.longest = longest;
    this.ticker = ticker;
  }

  /** A connection that can take a request at once. */
  Optional<Connection> take(Route route) {
    while (true) {
      Optional<Connection> candidate = poll(route);
      if (candidate.isEmpty() || candidate.get().isQuiet()) {
        return candidate;
      }
      candidate.get().close();
    }
  }

  /** Keeps a connection for the next request, or closes it. */
  void give(Route route, Connection connection) {
    List<Connection> surplus = new ArrayList<>();
    synchronized (this) {
      surplus.addAll(expired());
      Deque<Idle> idle = byRoute.computeIfAbsent(route, r -> new ArrayDeque<>());
      if (closed || idle.size() >= MAX_PER_ROUTE) {
        surplus.add(connection);
      } else {
        idle.addFirst(new Idle(connection, ticker.getAsLong()));
      }
    }
    surplus.forEach(Connection::close);
  }

  private synchronized Optional<Connection> poll(Route route) {
    Deque<Idle> idle = byRoute.get(route);
    if (idle == null) {
      return Optional.empty();
    }
    Optional<Connection> first = Optional.ofNullable(idle.pollFirst()).map(Idle::connection);
    if (idle.isEmpty()) {
      byRoute.remove(route);
    }
    return first;
  }

  private List<Connection> expired() {
    List<Connection> expired = new ArrayList<>();
    long now = ticker.getAsLong();
    for (Iterator<Deque<Idle>> routes = byRoute.values().iterator(); routes.hasNext(); ) {
      Deque<Idle> idle = routes.next();
      while (!idle.isEmpty() && now - idle.getLast().since() > longest.toNanos()) {
        expired.add(idle.removeLast().connection());
      }
      if (idle.isEmpty()) {
        routes.remove();
      }
    }
    return expired;
  }

  @Override
  public synchronized void close() {
    closed = true;
    byRoute.values().forEach(idle -> idle.forEach(i -> i.connection().close()));
    byRoute.clear();
  }

  private record Idle(Connection connection, long since) {}
}
