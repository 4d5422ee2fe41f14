/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignatureChecksTest {

  private final TestPublisher publisher = new TestPublisher(TufFixture.GUN).publish();
  private final byte[] snapshot = file("snapshot");
  private final RoleKeys keys = RootMetadata.parse(file("1.root")).role(Role.SNAPSHOT);
  private final RoleKeys otherKeys = RootMetadata.parse(file("1.root")).role(Role.TARGETS);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final SignatureChecks checks = new SignatureChecks(executor);

  SignatureChecksTest() throws TufException {}

  @AfterEach
  void close() {
    checks.close();
    executor.close();
  }

  @Test
  void findsTheSameSignersEarlyAndInTime() throws TufException {
    SignatureChecks.Checked inTime = checks.require(Role.SNAPSHOT, keys, snapshot);
    checks.begin(Role.SNAPSHOT, keys, () -> snapshot);
    SignatureChecks.Checked early = checks.require(Role.SNAPSHOT, keys, snapshot);

    assertThat(early.signers()).isEqualTo(inTime.signers()).hasSize(1);
    assertThat(early.file().content()).isEqualTo(inTime.file().content());
  }

  @Test
  void neverTakesOneFilesSignersForAnothers() {
    checks.begin(Role.SNAPSHOT, keys, () -> snapshot);

    assertBadSignature(() -> checks.require(Role.SNAPSHOT, keys, tampered()));
  }

  @Test
  void neverTakesTheSignersByOtherKeys() {
    checks.begin(Role.SNAPSHOT, keys, () -> snapshot);

    assertBadSignature(() -> checks.require(Role.SNAPSHOT, otherKeys, snapshot));
  }

  @Test
  void doesNotHoldAFileAgainstTheRightOneThatIsNot() throws TufException {
    checks.begin(Role.SNAPSHOT, keys, this::tampered);

    assertThat(checks.require(Role.SNAPSHOT, keys, snapshot).signers()).hasSize(1);
  }

  @Test
  void tellsWhatIsWrongWithAnEarlyFileInItsTurn() {
    byte[] tampered = tampered();
    checks.begin(Role.SNAPSHOT, keys, () -> tampered);

    assertBadSignature(() -> checks.require(Role.SNAPSHOT, keys, tampered));
  }

  @Test
  void checksAFileThatDidNotComeEarly() throws TufException {
    checks.begin(
        Role.SNAPSHOT,
        keys,
        () -> {
          throw new IllegalStateException("it did not come");
        });

    assertThat(checks.require(Role.SNAPSHOT, keys, snapshot).signers()).hasSize(1);
  }

  @Test
  void countsAnEarlyCheckOnce() throws TufException {
    AtomicInteger begun = new AtomicInteger();
    checks.begin(
        Role.SNAPSHOT,
        keys,
        () -> {
          begun.incrementAndGet();
          return snapshot;
        });
    checks.require(Role.SNAPSHOT, keys, snapshot);

    assertBadSignature(() -> checks.require(Role.SNAPSHOT, keys, tampered()));
    assertThat(begun).hasValue(1);
  }

  @Test
  void endsWhenItIsInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    checks.begin(
        Role.SNAPSHOT,
        keys,
        () -> {
          never.await();
          return snapshot;
        });
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(TufException.class)
        .isThrownBy(() -> checks.require(Role.SNAPSHOT, keys, snapshot))
        .matches(e -> e.code() == ReasonCode.UNAVAILABLE);
    assertThat(Thread.interrupted()).isTrue();
    never.countDown();
  }

  @Test
  void stopsWhatNobodyWaitsForAnyMore() throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    checks.begin(
        Role.SNAPSHOT,
        keys,
        () -> {
          try {
            waiting.countDown();
            new CountDownLatch(1).await();
            return snapshot;
          } finally {
            stopped.countDown();
          }
        });
    waiting.await();
    checks.close();

    stopped.await();
  }

  private byte[] file(String name) {
    return publisher.files().entrySet().stream()
        .filter(file -> file.getKey().startsWith(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** The same length and the same signatures over something else. */
  private byte[] tampered() {
    String text = new String(snapshot, StandardCharsets.UTF_8);
    byte[] tampered =
        text.replace("\"version\":1", "\"version\":7").getBytes(StandardCharsets.UTF_8);
    assertThat(tampered).hasSameSizeAs(snapshot).isNotEqualTo(snapshot);
    return tampered;
  }

  private static void assertBadSignature(ThrowingCallable call) {
    assertThatExceptionOfType(TufException.class)
        .isThrownBy(call)
        .matches(e -> e.code() == ReasonCode.BAD_SIGNATURE);
  }
}
