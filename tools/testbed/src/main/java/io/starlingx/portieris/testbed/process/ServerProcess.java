/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.process;

import io.starlingx.portieris.testbed.TestbedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server program. It ends when this object is closed or this JVM dies, however it dies, unless it
 * was {@link #release released} before. What it prints is kept in {@code <name>.log}.
 */
public final class ServerProcess implements AutoCloseable {

  /**
   * Becomes the server itself, so that its process id is the one Java knows. A child of it waits on
   * this JVM's end of the pipe: end of file means that the JVM is gone. It looks before it kills,
   * since the server may have ended and its id been given to another process.
   */
  private static final String GUARD =
      """
      exec 3<&0
      (
        read -r word
        [ "$word" != release ] || exit
        read -r _ _ _ parent _ </proc/self/stat
        [ "$parent" != "$$" ] || kill -KILL "$$"
      ) <&3 3<&- >/dev/null 2>&1 &
      exec "$@" </dev/null 3<&-
      """;

  private static final Duration BETWEEN_PROBES = Duration.ofMillis(20);

  private final String name;
  private final Process process;
  private final Path log;

  private ServerProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a program and returns at once.
   *
   * @param name how messages and the log file call it
   * @param directory its working directory, made when missing; the log is written there
   * @param command the program and its arguments
   */
  public static ServerProcess start(String name, Path directory, List<String> command) {
    return start(name, directory, command, Map.of());
  }

  /** As {@link #start(String, Path, List)}, with variables added to the environment. */
  public static ServerProcess start(
      String name, Path directory, List<String> command, Map<String, String> environment) {
    List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, name));
    guarded.addAll(command);
    Path log = directory.resolve(name + ".log");
    try {
      Files.createDirectories(directory);
      ProcessBuilder builder =
          new ProcessBuilder(guarded)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      return new ServerProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new TestbedException("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Waits until the server is ready.
   *
   * @throws TestbedException if it ended, or is not ready in time; with the end of its log
   */
  public void awaitReady(Duration limit, Probe probe) {
    long deadline = System.nanoTime() + limit.toNanos();
    @Nullable IOException last = null;
    try {
      while (System.nanoTime() < deadline) {
        try {
          if (probe.isReady()) {
            return;
          }
        } catch (IOException e) {
          last = e;
        }
        if (process.waitFor(BETWEEN_PROBES.toMillis(), TimeUnit.MILLISECONDS)) {
          throw failure("ended with exit code " + process.exitValue(), last);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestbedException("interrupted while waiting for " + name, e);
    }
    throw failure("was not ready within " + limit.toSeconds() + " s", last);
  }

  private TestbedException failure(String what, @Nullable IOException last) {
    String asked = last == null ? "" : "; last answer: " + last;
    return new TestbedException(
        name + " " + what + asked + "; the end of its log " + log + ":" + LogTail.of(log));
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The file that holds what the program printed on both of its outputs. */
  public Path log() {
    return log;
  }

  /** Lets the server live on after this JVM; {@link #close} still ends it. */
  public void release() {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append("release\n").flush();
    } catch (IOException e) {
      throw new TestbedException("cannot release " + name + ": " + e.getMessage(), e);
    }
  }

  /** Kills the server and waits for its end: its data are thrown away, so nothing need be saved. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
