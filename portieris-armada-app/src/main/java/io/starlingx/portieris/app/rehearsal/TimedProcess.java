/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.app.image.AotTraining.StartUp;
import io.starlingx.portieris.app.image.ImageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A webhook's process, which is ended in order after its work, and at the limit in any case. */
final class TimedProcess {

  private static final Pattern READY = Pattern.compile(" ready .*\\bport=(\\d+)");
  private static final int LAST_LINES = 20;

  private final ProcessBuilder builder;
  private final Duration limit;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  TimedProcess(ProcessBuilder builder, Duration limit) {
    this.builder = builder.redirectErrorStream(true);
    this.limit = limit;
  }

  /** What is done with a webhook that is ready. */
  @FunctionalInterface
  interface Work {
    void with(int port)
        throws IOException, ImageException, GeneralSecurityException, InterruptedException;
  }

  /**
   * Starts it, has it work and ends it.
   *
   * @return what it took until it was ready
   * @throws IOException when it cannot be started
   * @throws ImageException when it does not become ready, does not do its work or does not end,
   *     within the limit; with the last lines that it said
   */
  StartUp run(Work work) throws IOException, ImageException, GeneralSecurityException {
    long start = System.nanoTime();
    Process process = builder.start();
    AtomicBoolean late = new AtomicBoolean();
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            () -> {
              late.set(true); // before its output ends by it
              process.destroyForcibly();
            },
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
    CompletableFuture<OptionalInt> ready = new CompletableFuture<>();
    Thread reader = Thread.ofVirtual().start(() -> read(process, ready));
    try {
      OptionalInt port = ready.join();
      if (port.isEmpty()) {
        throw failure("did not become ready", late, Optional.empty());
      }
      StartUp startUp =
          new StartUp(
              Duration.ofNanos(System.nanoTime() - start),
              process.info().totalCpuDuration().orElse(Duration.ZERO));
      work.with(port.getAsInt());
      // Process.destroy would close its output, and with that end it before its notes are written.
      process.toHandle().destroy();
      process.waitFor();
      if (late.get()) {
        throw failure("did not end in order", late, Optional.empty());
      }
      reader.join();
      return startUp;
    } catch (IOException e) {
      throw failure("did not answer", late, Optional.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    } finally {
      end.cancel(false);
      process.destroyForcibly();
    }
  }

  private void read(Process process, CompletableFuture<OptionalInt> ready) {
    try (BufferedReader out = process.inputReader(UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher port = READY.matcher(line);
        if (port.find()) {
          ready.complete(OptionalInt.of(Integer.parseInt(port.group(1))));
        }
        said.add(line);
        if (said.size() > LAST_LINES) {
          said.remove();
        }
      }
    } catch (IOException e) {
      // Whoever ended the process knows why.
    } finally {
      ready.complete(OptionalInt.empty());
    }
  }

  private ImageException failure(String what, AtomicBoolean late, Optional<IOException> cause) {
    StringBuilder text = new StringBuilder("the webhook ").append(what);
    if (late.get()) {
      text.append(" within ").append(limit.toSeconds()).append(" s");
    }
    cause.ifPresent(e -> text.append(": ").append(e));
    said.forEach(line -> text.append("\n  ").append(line));
    return cause.isPresent()
        ? new ImageException(text.toString(), cause.get())
        : new ImageException(text.toString());
  }
}
