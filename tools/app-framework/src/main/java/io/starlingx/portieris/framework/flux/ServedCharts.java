/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.flux;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The chart repository of this process, which is started when Flux is first told of it. */
public final class ServedCharts implements AutoCloseable {

  private final Optional<URI> given;
  private final Supplier<List<Path>> trees;
  private final InstantSource clock;
  private Optional<ChartRepository> repository = Optional.empty();

  /**
   * @param given the URL at which Flux reaches it, and whose port is listened on; empty for the
   *     loopback address and any port
   */
  public ServedCharts(Optional<URI> given, Supplier<List<Path>> trees, InstantSource clock) {
    this.given = given;
    this.trees = trees;
    this.clock = clock;
  }

  /**
   * Serves the charts of a tarball, rather than others of the same names and versions.
   *
   * @param tree the extracted tarball
   * @return the URL that Flux is told
   * @throws IOException when the port is taken
   */
  public synchronized URI serve(Path tree) throws IOException {
    if (repository.isEmpty()) {
      int port = given.map(url -> url.getPort() < 0 ? 80 : url.getPort()).orElse(0);
      repository = Optional.of(ChartRepository.start(port, trees, clock));
    }
    repository.get().prefer(tree);
    return given.orElse(repository.get().url());
  }

  @Override
  public synchronized void close() {
    repository.ifPresent(ChartRepository::close);
    repository = Optional.empty();
  }
}
