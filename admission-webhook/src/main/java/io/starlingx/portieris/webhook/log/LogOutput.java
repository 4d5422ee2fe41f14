/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Writes records on a thread of its own, all that come within {@link #GATHERING} at once: where
 * thousands come in a second, a write for each would cost more than what they tell of. Nothing is
 * left out: who finds {@value #MOST} bytes unwritten waits. A defect, and whatever came before it,
 * is written at once.
 */
final class LogOutput extends Handler {

  /** Longest that a record stays unwritten; what a process that is killed may have left to say. */
  static final Duration GATHERING = Duration.ofMillis(10);

  /** Bytes that may be unwritten. */
  static final int MOST = 256 * 1024;

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private ByteArrayOutputStream pending = new ByteArrayOutputStream(MOST / 8);
  private ByteArrayOutputStream spare = new ByteArrayOutputStream(MOST / 8);
  private boolean writing;
  private boolean closed;

  private LogOutput(OutputStream out, Formatter formatter) {
    this.out = requireNonNull(out, "out");
    setFormatter(formatter);
  }

  /** An output for the life of the program; {@code out} is not closed with it. */
  static LogOutput start(OutputStream out, Formatter formatter) {
    LogOutput output = new LogOutput(out, formatter);
    Thread.ofPlatform().daemon().name("log").start(output::run);
    return output;
  }

  @Override
  public void publish(LogRecord event) {
    if (!isLoggable(event)) {
      return;
    }
    byte[] line = getFormatter().format(event).getBytes(UTF_8);
    boolean atOnce = event.getLevel().intValue() >= Level.SEVERE.intValue();
    lock.lock();
    try {
      while (pending.size() >= MOST && !closed) {
        changed.awaitUninterruptibly();
      }
      boolean wasEmpty = pending.size() == 0;
      boolean wasUrgent = isUrgent();
      pending.writeBytes(line);
      if (wasEmpty || isUrgent() != wasUrgent) {
        changed.signalAll();
      }
      if (atOnce || closed) {
        write();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isUrgent() {
    return pending.size() >= MOST / 2;
  }

  private void run() {
    lock.lock();
    try {
      while (!closed) {
        if (pending.size() == 0) {
          changed.awaitUninterruptibly();
        } else {
          gather();
          write();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void gather() {
    try {
      long left = GATHERING.toNanos();
      while (left > 0 && !isUrgent() && !closed) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; then without gathering
    }
  }

  /** Writes what is pending; the lock, which is held before and after, is free meanwhile. */
  private void write() {
    while (writing) {
      changed.awaitUninterruptibly();
    }
    ByteArrayOutputStream content = pending;
    pending = spare;
    spare = content;
    writing = true;
    lock.unlock();
    try {
      content.writeTo(out);
      out.flush();
    } catch (IOException e) {
      reportError(null, e, ErrorManager.WRITE_FAILURE);
    } finally {
      lock.lock();
      content.reset();
      writing = false;
      changed.signalAll();
    }
  }

  /** Returns when all that was published before is written. */
  @Override
  public void flush() {
    lock.lock();
    try {
      write();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what there is, and from then on each record at once. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      write();
    } finally {
      lock.unlock();
    }
  }
}
