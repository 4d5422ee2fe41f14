/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import io.starlingx.portieris.webhook.Arguments.UsageException;
import io.starlingx.portieris.webhook.config.ConfigReader;
import io.starlingx.portieris.webhook.config.InvalidConfigException;
import io.starlingx.portieris.webhook.config.WebhookConfig;
import io.starlingx.portieris.webhook.log.EventLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The admission webhook as a program. */
public final class Main {

  private static final EventLog LOG = EventLog.of(Main.class);
  private static final int USAGE_ERROR = 64;
  private static final int INTERNAL_ERROR = 70;

  /** From the signal until nobody sends requests any more, in a cluster. */
  private static final Duration DRAIN = Duration.ofSeconds(3);

  private static final Duration SOON = Duration.ofMillis(10);

  private Main() {}

  /** Runs until SIGTERM. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      Arguments parsed = Arguments.parse(arguments);
      WebhookConfig config = ConfigReader.read(parsed.config());
      config.logging().format().install(config.logging().verbosity().level());
      run(parsed, config);
    } catch (UsageException e) {
      fail(USAGE_ERROR, e.getMessage() + "\n\n" + Arguments.USAGE);
    } catch (InvalidConfigException | IllegalArgumentException e) {
      fail(USAGE_ERROR, String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      fail(INTERNAL_ERROR, String.valueOf(e.getMessage()));
    }
  }

  private static void run(Arguments arguments, WebhookConfig config)
      throws InvalidConfigException, InterruptedException {
    Webhook webhook = new Webhook(arguments, config, InstantSource.system());
    CountDownLatch stopped = new CountDownLatch(1);
    Duration drain = arguments.kubeconfig().isPresent() ? Duration.ZERO : DRAIN;
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(webhook, drain, stopped)));
    if (await(() -> webhook.missing().isEmpty(), stopped)) {
      LOG.info(
          "ready",
          EventLog.fields()
              .with("version", version())
              .with("port", webhook.port())
              .with("metricsPort", webhook.metricsPort())
              .with("ms", sinceStart().toMillis()));
    }
    stopped.await();
  }

  /** Whether the condition came true before the program was stopped. */
  private static boolean await(BooleanSupplier condition, CountDownLatch stopped)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      if (stopped.await(SOON.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  private static Duration sinceStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, InstantSource.system().instant()))
        .orElse(Duration.ZERO);
  }

  private static void stop(Webhook webhook, Duration drain, CountDownLatch stopped) {
    webhook.announceStop();
    try {
      Thread.sleep(drain);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    webhook.close();
    stopped.countDown();
  }

  /** The version of this build. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("dev");
  }

  private static void fail(int code, String message) {
    System.err.println("portieris-webhook: " + message);
    System.exit(code);
  }
}
