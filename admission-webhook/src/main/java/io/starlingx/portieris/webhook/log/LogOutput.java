/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.webhook.log.EventLog.Fields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Formats and writes records on a thread of its own, all that come within {@link #GATHERING} at
 * once: where thousands come in a second, a write for each would cost more than what they tell of,
 * and nobody waits for the text of what has happened. Nothing is left out: who finds about {@value
 * #MOST} characters unwritten waits. A defect, and whatever came before it, is written at once.
 */
final class LogOutput extends Handler {

  /** Longest that a record stays unwritten; what a process that is killed may have left to say. */
  static final Duration GATHERING = Duration.ofMillis(10);

  /** Characters that may be unwritten, about. */
  static final int MOST = 256 * 1024;

  /** What a record takes beside its texts. */
  private static final int LEAST = 128;

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(MOST / 8);
  private List<LogRecord> pending = new ArrayList<>();
  private int length;
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
    boolean atOnce = event.getLevel().intValue() >= Level.SEVERE.intValue();
    lock.lock();
    try {
      while (length >= MOST && !closed) {
        changed.awaitUninterruptibly();
      }
      boolean wasEmpty = pending.isEmpty();
      boolean wasUrgent = isUrgent();
      pending.add(event);
      length += length(event);
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
    return length >= MOST / 2;
  }

  private static int length(LogRecord event) {
    int length = LEAST + (event.getMessage() == null ? 0 : event.getMessage().length());
    Object[] parameters = event.getParameters();
    return parameters != null && parameters.length == 1 && parameters[0] instanceof Fields fields
        ? length + fields.length()
        : length;
  }

  private void run() {
    lock.lock();
    try {
      while (!closed) {
        if (pending.isEmpty()) {
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
    List<LogRecord> taken = pending;
    pending = new ArrayList<>(taken.size());
    length = 0;
    writing = true;
    lock.unlock();
    try {
      taken.forEach(this::format);
      lines.writeTo(out);
      out.flush();
    } catch (IOException e) {
      reportError(null, e, ErrorManager.WRITE_FAILURE);
    } finally {
      lock.lock();
      lines.reset();
      writing = false;
      changed.signalAll();
    }
  }

  private void format(LogRecord event) {
    try {
      lines.writeBytes(getFormatter().format(event).getBytes(UTF_8));
    } catch (RuntimeException e) {
      reportError(null, e, ErrorManager.FORMAT_FAILURE);
    } catch (StackOverflowError e) {
      // Whoever writes for everybody must not end by one record.
      reportError(
          "too long a chain of causes", new IllegalStateException(e), ErrorManager.FORMAT_FAILURE);
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
