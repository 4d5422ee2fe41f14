/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.HelmRelease.CrdPolicy;
import io.starlingx.portieris.framework.manifest.HelmRelease.Procedure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EngineWaitTest {

  private static final int LIMIT_SECONDS = 60;
  private static final HelmRelease RELEASE =
      new HelmRelease(
          "demo",
          "space",
          "demo-demo",
          "space",
          "space",
          "demo",
          "1.0.0",
          Path.of("static.yaml"),
          Path.of("system.yaml"),
          Map.of(),
          List.of(),
          Duration.ofMinutes(1),
          new Procedure(true, true, CrdPolicy.SKIP),
          new Procedure(true, true, CrdPolicy.SKIP));

  private final CountDownLatch engine = new CountDownLatch(1);
  private final List<Boolean> interruptions = new CopyOnWriteArrayList<>();
  private EngineWait waiting = waiting(interruptions::add);

  private static EngineWait waiting(EngineWait.Interruption interruption) {
    return new EngineWait(
        Duration.ofMillis(1), release -> Optional.of("Pod " + release.name()), interruption);
  }

  /** Does nothing until the latch opens. */
  private String apply() {
    try {
      assertThat(engine.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      return "notes";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tellsWhatHoldsTheReleaseUpAndReturnsWhatTheEngineReturns() throws Exception {
    AtomicReference<String> told = new AtomicReference<>("");
    Steps steps =
        new StepsOfTest() {
          @Override
          public void heldUpBy(String text) {
            told.set(text);
            engine.countDown();
          }
        };

    assertThat(waiting.until(RELEASE, this::apply, steps)).isEqualTo("notes");

    assertThat(told).hasValue("Pod demo");
  }

  @Test
  void anAbortAsksTheEngineToEndThenMakesItEndAndThenDoesNotWaitForIt() {
    assertThatThrownBy(() -> waiting.until(RELEASE, this::apply, new AbortedSteps()))
        .isInstanceOf(OperationFailure.class)
        .hasMessage("operation aborted by user");

    assertThat(engine.getCount()).as("the engine has not ended").isOne();
    assertThat(interruptions).startsWith(false).endsWith(true);
    engine.countDown();
  }

  @Test
  void anEngineThatEndsForAnAbortEndsTheOperationByIt() {
    waiting = waiting(isForced -> engine.countDown());

    assertThatThrownBy(
            () ->
                waiting.until(
                    RELEASE,
                    () -> {
                      apply();
                      throw new HelmFailure("context canceled", new IllegalStateException());
                    },
                    new AbortedSteps()))
        .isInstanceOf(OperationFailure.class)
        .hasMessage("operation aborted by user");
  }

  @Test
  void failuresOfTheEngineArePassedOn() {
    HelmFailure failure = new HelmFailure("no", new IllegalStateException("no"));

    assertThatThrownBy(
            () ->
                waiting.until(
                    RELEASE,
                    () -> {
                      throw failure;
                    },
                    new StepsOfTest()))
        .isSameAs(failure);
    assertThatThrownBy(
            () ->
                waiting.until(
                    RELEASE,
                    () -> {
                      throw new IllegalArgumentException("unexpected");
                    },
                    new StepsOfTest()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Has been aborted. */
  private static final class AbortedSteps extends StepsOfTest {
    @Override
    public boolean isAborted() {
      return true;
    }
  }

  /** Goes on, whatever is said. */
  private static class StepsOfTest implements Steps {
    @Override
    public void say(String text) {}

    @Override
    public boolean isAborted() {
      return false;
    }

    @Override
    public void heldUpBy(String text) {}
  }
}
