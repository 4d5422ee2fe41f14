/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One decision of the engine, from image string to digest. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class VerdictBenchmark {

  private static final String SERVER = "https://notary.example.com";

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private CapturedServer server;
  private ImageQuery query;
  private TrustEngine warm;

  /** Reads the captured files. */
  public VerdictBenchmark() {
    try {
      server = new CapturedServer();
      query = TrustEngine.query("v2", SERVER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    warm = new TrustEngine(server, executor, Duration.ofMinutes(5));
  }

  /** Fills the cache. */
  @Setup
  public void decideOnce() {
    warm.decide(query);
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    executor.close();
  }

  /** The same question again. */
  @Benchmark
  public ImageDecision warmVerdict() {
    return warm.decide(query);
  }

  /** Nothing is known: root, timestamp, snapshot, targets and the release role are verified. */
  @Benchmark
  public ImageDecision coldNotaryVerification() {
    return new TrustEngine(server, executor, Duration.ZERO).decide(query);
  }
}
