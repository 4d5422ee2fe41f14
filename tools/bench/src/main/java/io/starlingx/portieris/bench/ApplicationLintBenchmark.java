/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import io.starlingx.portieris.app.lint.AppLint;
import io.starlingx.portieris.app.lint.LintResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Linting an application of a hundred charts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ApplicationLintBenchmark {

  private static final int CHARTS = 100;

  private Path tarball = Path.of("");

  /** Makes the tarball. */
  @Setup
  public void pack() throws IOException {
    tarball = SampleApplication.pack(CHARTS);
  }

  /** Deletes it. */
  @TearDown
  public void delete() throws IOException {
    SampleApplication.delete(tarball);
  }

  /** As {@code app lint} does. */
  @Benchmark
  public LintResult lint() throws IOException {
    return AppLint.withTemplates().lint(tarball, Set.of());
  }

  /** As {@code app lint --no-templates} does. */
  @Benchmark
  public LintResult lintWithoutTemplates() throws IOException {
    return new AppLint().lint(tarball, Set.of());
  }
}
