/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import io.starlingx.portieris.trust.image.Digest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Hashing of a manifest-sized document. */
@State(Scope.Benchmark)
public class DigestBenchmark {

  private final byte[] manifest = new byte[4096];

  @Benchmark
  public Digest hashManifest() {
    return Digest.of(manifest);
  }
}
