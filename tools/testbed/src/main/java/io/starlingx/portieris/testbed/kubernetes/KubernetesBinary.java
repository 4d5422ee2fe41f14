/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.CacheDirectory;
import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.TestbedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds or makes the programs of a control plane, in this order: the folder that {@code
 * KUBEBUILDER_ASSETS} names, the project's cache, the published binaries, a build from the
 * published Go modules. What is downloaded or built is kept in the cache.
 */
public final class KubernetesBinary {

  /** The version of Kubernetes that this test bed is built around. */
  public static final String VERSION = "1.34.4";

  private static final int GO_MINOR = 24;
  private static final String ASSETS = "KUBEBUILDER_ASSETS";

  private final String assets;
  private final ProgramCache cache;
  private final List<ProgramSource> sources;

  KubernetesBinary(String assets, ProgramCache cache, List<ProgramSource> sources) {
    this.assets = assets;
    this.cache = cache;
    this.sources = List.copyOf(sources);
  }

  /**
   * Looks on this machine.
   *
   * @param environment the variables {@code KUBEBUILDER_ASSETS}, {@code XDG_CACHE_HOME}, {@code
   *     HOME} and {@code PATH}
   */
  public static KubernetesBinary of(Map<String, String> environment, Progress progress) {
    Path root = CacheDirectory.of(environment);
    Platform platform = Platform.current();
    return new KubernetesBinary(
        environment.getOrDefault(ASSETS, ""),
        new ProgramCache(root.resolve("kubernetes"), platform, progress),
        List.of(
            new PublishedBinaries(
                URI.create("https://dl.k8s.io/release/"),
                URI.create("https://github.com/etcd-io/etcd/releases/download/"),
                platform,
                progress),
            new GoBuild(new GoToolchain(GO_MINOR, environment, root, progress), root, progress)));
  }

  /**
   * Returns the programs.
   *
   * @throws TestbedException if no way is open; the message names all of them
   */
  public KubernetesPrograms obtain() {
    try {
      if (!assets.isEmpty()) {
        return given(Path.of(assets));
      }
      Optional<CachedPrograms> cached = cache.find(VERSION);
      return programs(cached.isPresent() ? cached.get() : obtainFromSources());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Obtains the programs if they are not there; they are checked when they are about to run. */
  public void prepare() {
    if (!assets.isEmpty() || !cache.holds(VERSION)) {
      obtain();
    }
  }

  private static KubernetesPrograms given(Path directory) {
    for (String program : List.of("kube-apiserver", "etcd", "kubectl")) {
      if (!Files.isExecutable(directory.resolve(program))) {
        throw new TestbedException(
            "%s is %s, which holds no program %s. Correct it, or unset it: then the programs are"
                    .formatted(ASSETS, directory, program)
                + " taken from the cache, downloaded or built.");
      }
    }
    return new KubernetesPrograms(directory, "named by " + ASSETS);
  }

  private static KubernetesPrograms programs(CachedPrograms cached) {
    return new KubernetesPrograms(cached.directory(), cached.origin());
  }

  private CachedPrograms obtainFromSources() throws IOException {
    List<String> failures = new ArrayList<>();
    for (ProgramSource source : sources) {
      try {
        return cache.obtain(source);
      } catch (TestbedException e) {
        failures.add("  - " + source.way() + "\n      " + e.getMessage());
      }
    }
    throw new TestbedException(
        """
        No Kubernetes %s API server here, and none can be obtained. One of these ways has to be opened:
          - set %s to a folder that holds kube-apiserver, etcd and kubectl
          - copy the folder %s of another machine's cache into this one's
        %s\
        """
            .formatted(VERSION, ASSETS, cache.folder(VERSION), String.join("\n", failures)));
  }
}
