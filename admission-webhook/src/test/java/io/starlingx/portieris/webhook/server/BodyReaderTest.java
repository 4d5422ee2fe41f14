/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.webhook.server.BodyReader.RefusedBodyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BodyReaderTest {

  private static final int MAX = 64 * 1024;

  private final AtomicLong nanos = new AtomicLong();
  private final BodyBudget budget = new BodyBudget(MAX, MAX / 2, nanos::get);

  @Test
  void giveBackWhatTheyHeld() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(read(20_000)).hasSize(20_000);
    }
  }

  @Test
  void hugeBodiesLeaveRoomForUsualOnes() throws Exception {
    BodyBudget wide = new BodyBudget(8 * BodyBudget.USUAL, 4 * BodyBudget.USUAL, nanos::get);
    BodyBudget.Share huge = wide.share();
    assertThat(huge.reserve(4 * BodyBudget.USUAL, timeIsUp())).isTrue();
    assertThat(wide.share().reserve(3 * BodyBudget.USUAL, timeIsUp())).isFalse();

    for (int i = 0; i < 3; i++) {
      assertThat(wide.share().reserve(BodyBudget.USUAL - 1, timeIsUp())).isTrue();
    }

    huge.close();
    assertThat(wide.share().reserve(4 * BodyBudget.USUAL, timeIsUp())).isTrue();
  }

  @Test
  void requestsThatSentNothingHoldLittle() throws Exception {
    for (int i = 0; i < 8; i++) {
      assertThat(budget.share().reserve(BodyReader.BLOCK, timeIsUp())).isTrue();
    }
    assertThat(read(10_000)).hasSize(10_000);
  }

  @Test
  void refusesABodyForWhichNoRoomComesFree() throws Exception {
    assertThat(budget.share().reserve(MAX / 2, timeIsUp())).isTrue();

    assertThatThrownBy(() -> read(MAX / 2, Deadline.after(Duration.ofMillis(50))))
        .isInstanceOfSatisfying(
            RefusedBodyException.class, refused -> assertThat(refused.status).isIn(429, 408));
    assertThat(read(1_000)).hasSize(1_000);
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    BodyBudget wide = new BodyBudget(4 * MAX, 2 * MAX, nanos::get);
    assertThatThrownBy(
            () ->
                BodyReader.read(
                    new ByteArrayInputStream(new byte[MAX + 1]), MAX, wide.share(), patiently()))
        .isInstanceOfSatisfying(
            RefusedBodyException.class, refused -> assertThat(refused.status).isEqualTo(413));
  }

  @Test
  void aBodyThatArrivesSlowlyGivesItsRoomToWhoeverWaits() throws Exception {
    BlockingInput slow = new BlockingInput(MAX - 2 * BodyReader.BLOCK);
    CompletableFuture<Integer> refused = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try (BodyBudget.Share share = budget.share()) {
            BodyReader.read(slow, MAX, share, Deadline.after(Duration.ofSeconds(50)));
          } catch (RefusedBodyException e) {
            refused.complete(Thread.interrupted() ? -1 : e.status);
          } catch (IOException | InterruptedException e) {
            refused.completeExceptionally(e);
          }
        });
    slow.blocked.await();

    assertThat(budget.share().reserve(MAX / 2, timeIsUp())).isFalse();
    nanos.addAndGet(BodyBudget.SLOW.toNanos());

    assertThat(read(MAX / 2)).hasSize(MAX / 2);
    assertThat(refused.get()).isEqualTo(429);
  }

  @Test
  void whoOnlyWaitsForRoomIsNotTakenForSlow() throws Exception {
    BodyBudget.Share full = budget.share();
    assertThat(full.reserve(MAX - 1, timeIsUp())).isTrue();
    full.arrived();
    BodyBudget.Share waiting = CompletableFuture.supplyAsync(budget::share).get();
    nanos.addAndGet(BodyBudget.SLOW.toNanos());

    assertThat(budget.share().reserve(MAX / 2, Deadline.after(Duration.ofMillis(50)))).isFalse();
    assertThat(waiting.isDropped()).isFalse();
  }

  @Test
  void aBodyThatHasArrivedIsNeverDropped() throws Exception {
    try (BodyBudget.Share share = budget.share()) {
      BodyReader.read(new ByteArrayInputStream(new byte[MAX - 8192]), MAX, share, patiently());
      nanos.addAndGet(BodyBudget.SLOW.toNanos());

      assertThat(budget.share().reserve(MAX / 2, timeIsUp())).isFalse();
      assertThat(share.isDropped()).isFalse();
    }
  }

  private byte[] read(int bytes) throws Exception {
    return read(bytes, patiently());
  }

  private byte[] read(int bytes, Deadline deadline) throws Exception {
    try (BodyBudget.Share share = budget.share()) {
      return BodyReader.read(new ByteArrayInputStream(new byte[bytes]), MAX, share, deadline);
    }
  }

  private static Deadline patiently() {
    return Deadline.after(Duration.ofMinutes(2));
  }

  private static Deadline timeIsUp() {
    return Deadline.after(Duration.ZERO);
  }

  /** So many bytes and then nothing, without an end. */
  private static final class BlockingInput extends InputStream {
    private final CountDownLatch blocked = new CountDownLatch(1);
    private int left;

    private BlockingInput(int bytes) {
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      if (left-- > 0) {
        return 0;
      }
      blocked.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      return -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int n = Math.min(left, length);
      if (n == 0) {
        return read();
      }
      left -= n;
      return n;
    }
  }
}
