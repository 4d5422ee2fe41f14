/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogOutputTest {

  private static final Formatter MESSAGES =
      new Formatter() {
        @Override
        public String format(LogRecord event) {
          return event.getMessage() + "\n";
        }
      };

  private final Recording out = new Recording();
  private final LogOutput log = LogOutput.start(out, MESSAGES);

  @AfterEach
  void close() {
    out.goOn.countDown();
    log.close();
  }

  @Test
  void writesByItself() throws Exception {
    out.goOn.countDown();
    log.publish(new LogRecord(Level.INFO, "one"));

    assertThat(out.writes.take()).isEqualTo("one\n");
  }

  @Test
  void writesWhatComesMeanwhileAtOnceAndInOrder() throws Exception {
    log.publish(new LogRecord(Level.INFO, "first"));
    out.begun.await();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      log.publish(new LogRecord(Level.INFO, "line " + i));
      expected.add("line " + i);
    }
    out.goOn.countDown();

    assertThat(out.writes.take()).isEqualTo("first\n");
    assertThat(out.writes.take().lines()).containsExactlyElementsOf(expected);
  }

  @Test
  void whoWritesMoreThanIsTakenWaitsAndLosesNothing() throws Exception {
    int lines = 3 * LogOutput.MOST / 1000;
    Thread writer =
        Thread.startVirtualThread(
            () -> {
              for (int i = 0; i < lines; i++) {
                log.publish(new LogRecord(Level.INFO, "x".repeat(999)));
              }
            });
    out.begun.await();
    while (writer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    out.goOn.countDown();
    writer.join();
    log.flush();

    assertThat(out.bytes()).isEqualTo(lines * 1000L);
  }

  @Test
  void aDefectIsWrittenWithEverythingBeforeItBeforeAnythingElseHappens() {
    out.goOn.countDown();
    log.publish(new LogRecord(Level.INFO, "before"));
    log.publish(new LogRecord(Level.SEVERE, "defect"));

    assertThat(String.join("", out.writes)).isEqualTo("before\ndefect\n");
  }

  @Test
  void closingWritesTheRestAndLateRecordsAreWrittenStill() {
    out.goOn.countDown();
    log.publish(new LogRecord(Level.INFO, "last"));
    log.close();
    log.publish(new LogRecord(Level.INFO, "late"));

    assertThat(String.join("", out.writes)).isEqualTo("last\nlate\n");
  }

  @Test
  void anOutputThatFailsStopsNobody() {
    LogOutput broken =
        LogOutput.start(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("broken pipe");
              }
            },
            MESSAGES);
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    broken.setErrorManager(
        new ErrorManager() {
          @Override
          public void error(String message, Exception cause, int code) {
            failures.add(String.valueOf(cause.getMessage()));
          }
        });
    broken.publish(new LogRecord(Level.SEVERE, "one"));
    broken.publish(new LogRecord(Level.SEVERE, "two"));
    broken.close();

    assertThat(failures).contains("broken pipe");
  }

  @Test
  void aRecordThatCannotBeFormattedStopsNobody() {
    out.goOn.countDown();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    LogOutput fussy =
        LogOutput.start(
            out,
            new Formatter() {
              @Override
              public String format(LogRecord event) {
                if (event.getMessage().equals("bad")) {
                  throw new IllegalStateException("no text");
                }
                return event.getMessage() + "\n";
              }
            });
    fussy.setErrorManager(
        new ErrorManager() {
          @Override
          public void error(String message, Exception cause, int code) {
            failures.add(cause.getMessage() + " " + code);
          }
        });

    fussy.publish(new LogRecord(Level.INFO, "bad"));
    fussy.publish(new LogRecord(Level.INFO, "good"));
    fussy.close();

    assertThat(String.join("", out.writes)).isEqualTo("good\n");
    assertThat(failures).containsExactly("no text " + ErrorManager.FORMAT_FAILURE);
  }

  /** Keeps each write, and holds the first until told. */
  private static final class Recording extends OutputStream {
    private final BlockingQueue<String> writes = new LinkedBlockingQueue<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      begun.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      writes.add(new String(bytes, offset, length, UTF_8));
    }

    private long bytes() {
      return writes.stream().mapToLong(String::length).sum();
    }
  }
}
