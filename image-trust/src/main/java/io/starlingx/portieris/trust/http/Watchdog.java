/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends exchanges that outlive their deadline, or whose peer is silent, by closing the socket under
 * them: a peer that sends one byte at a time never lets a read time out. Looks at all of them each
 * {@link #TICK}, by which they may be late: an alarm or a read's own time limit for each exchange
 * would wake a thread twice for what hardly ever happens.
 */
final class Watchdog implements AutoCloseable {

  static final Duration TICK = Duration.ofMillis(25);

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** How often it looks in vain before it sleeps until there is an exchange again. */
  private static final int ROUNDS_IN_VAIN = 40;

  private final Set<Guard> guards = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  Watchdog() {
    thread = Thread.ofPlatform().daemon().name("http-deadline").start(this::run);
  }

  private void run() {
    int inVain = 0;
    while (!closed || !guards.isEmpty()) {
      if (guards.isEmpty() && inVain >= ROUNDS_IN_VAIN) {
        asleep = true; // before the next look, or a guard that comes meanwhile would not wake us
        if (guards.isEmpty() && !closed) {
          LockSupport.park(this);
        }
        asleep = false;
        inVain = 0;
      } else {
        inVain = guards.isEmpty() ? inVain + 1 : 0;
        LockSupport.parkNanos(this, TICK.toNanos());
      }
      long now = System.nanoTime();
      guards.forEach(guard -> guard.look(now));
    }
  }

  /** Starts to watch over one exchange; once it is closed, over one that must not begin. */
  Guard guard(Deadline deadline) {
    Guard guard = new Guard(guards, System.nanoTime() + deadline.remaining().toNanos());
    guards.add(guard);
    if (closed) { // read after the guard was added: either this or the thread sees to it
      guard.look(guard.end);
    }
    wake();
    return guard;
  }

  private void wake() {
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** Whatever is under way is watched over until it ends. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** The watch over one exchange, which may use several sockets one after the other. */
  static final class Guard implements AutoCloseable {
    private final Set<Guard> guards;
    private final long end;
    private Closeable watched = () -> {};
    private long patience;
    private boolean expired;
    private boolean silent;

    private Guard(Set<Guard> guards, long end) {
      this.guards = guards;
      this.end = end;
      this.patience = end;
    }

    /**
     * From now on this is closed when time is up; at once if it already is. The peer may be silent
     * until it is said how long.
     */
    synchronized void watch(Closeable socket) throws IOException {
      watched = socket;
      patience = end;
      silent = false;
      if (expired) {
        socket.close();
      }
    }

    /** The peer is to send something within this time. */
    synchronized void expectWithin(Duration limit) {
      patience = System.nanoTime() + limit.toNanos();
    }

    /** Whether the deadline has passed. */
    synchronized boolean isExpired() {
      return expired;
    }

    /** Whether the peer has sent nothing for too long. */
    synchronized boolean isSilent() {
      return silent;
    }

    private synchronized void look(long now) {
      if (now - end >= 0) {
        expired = true;
      } else if (now - patience >= 0) {
        silent = true;
      } else {
        return;
      }
      try {
        watched.close();
      } catch (IOException e) {
        // the exchange ends either way
      } catch (RuntimeException e) { // whatever it is, others are to be watched over
        LOG.error("a connection cannot be closed", e);
      }
    }

    /** Ends the watch: the socket stays as it is. */
    @Override
    public synchronized void close() {
      guards.remove(this);
      watched = () -> {};
    }
  }
}
