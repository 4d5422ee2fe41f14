/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.CacheDirectory;
import io.starlingx.portieris.testbed.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program {@code reference-webhook}, in the project's cache. */
public final class ReferenceWebhookBinary {

  /** The version of the Notary project's client library that it is made of. */
  private static final String VERSION = "0.7.0";

  private static final String PROGRAM = "reference-webhook";
  private static final int GO_MINOR = 24;
  private static final GoModule MODULE = new GoModule(PROGRAM, 300);

  private ReferenceWebhookBinary() {}

  /**
   * Finds it in the cache or builds it.
   *
   * @param environment the variables {@code XDG_CACHE_HOME}, {@code HOME} and {@code PATH}
   * @throws io.starlingx.portieris.testbed.TestbedException if it cannot be built
   */
  public static Path obtain(Map<String, String> environment, Progress progress) {
    Path root = CacheDirectory.of(environment);
    ProgramCache cache = new ProgramCache(root.resolve(PROGRAM), Platform.current(), progress);
    GoToolchain toolchain = new GoToolchain(GO_MINOR, environment, root, progress);
    try {
      String version = VERSION + "-" + MODULE.digest();
      Optional<CachedPrograms> cached = cache.find(version);
      CachedPrograms programs =
          cached.isPresent()
              ? cached.get()
              : cache.obtain(new Build(version, new GoCompiler(toolchain, root, progress)));
      return programs.directory().resolve(PROGRAM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Build(String version, GoCompiler compiler) implements ProgramSource {

    @Override
    public String way() {
      return compiler.way("it");
    }

    @Override
    public String obtain(Path directory) {
      try {
        compiler.build(
            MODULE,
            "build a webhook of the Notary project's client library %s, once (about 20 s on 2 cores)"
                .formatted(VERSION),
            List.of("-s", "-w"),
            directory.resolve(PROGRAM),
            (go, source, environment) -> {});
        return GoCompiler.ORIGIN;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
