/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.CacheDirectory;
import io.starlingx.portieris.testbed.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program {@code cert-manager} and the definitions of its kinds, in the project's cache.
 *
 * @param directory the folder that holds both
 */
public record CertManagerBinary(Path directory) {

  /** The version of cert-manager that this test bed is built around. */
  public static final String VERSION = "1.21.2";

  static final String PROGRAM = "cert-manager";
  private static final int GO_MINOR = 26;

  /**
   * Finds it in the cache or builds it.
   *
   * @param environment the variables {@code XDG_CACHE_HOME}, {@code HOME} and {@code PATH}
   * @throws io.starlingx.portieris.testbed.TestbedException if it cannot be built
   */
  public static CertManagerBinary obtain(Map<String, String> environment, Progress progress) {
    Path root = CacheDirectory.of(environment);
    ProgramCache cache = new ProgramCache(root.resolve(PROGRAM), Platform.current(), progress);
    GoToolchain toolchain = new GoToolchain(GO_MINOR, environment, root, progress);
    try {
      String version = VERSION + "-" + CertManagerBuild.MODULE.digest();
      Optional<CachedPrograms> cached = cache.find(version);
      CachedPrograms programs =
          cached.isPresent()
              ? cached.get()
              : cache.obtain(
                  new CertManagerBuild(version, new GoCompiler(toolchain, root, progress)));
      return new CertManagerBinary(programs.directory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program. */
  public Path program() {
    return directory.resolve(PROGRAM);
  }

  /** The definitions of its kinds, a file each. */
  public List<Path> definitions() {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> definitions = Files.newDirectoryStream(directory, "*.yaml")) {
      definitions.forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
