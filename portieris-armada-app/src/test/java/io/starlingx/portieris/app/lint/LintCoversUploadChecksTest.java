/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.starlingx.portieris.app.archive.TarballFixture;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.app.upload.UploadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A build asks the linter only: nothing that the checks of an upload refuse may be without an error
 * there.
 */
class LintCoversUploadChecksTest {

  /** This project's own upload refuses links and members that occur twice; sysinv takes them. */
  private static final Set<String> STRICTER = Set.of("member/link", "member/duplicate");

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @MethodSource("tarballs")
  void whatAnUploadRefusesIsAnError(String defect, TarballFixture tarball) throws IOException {
    Path file = tarball.write(directory.resolve("demo-1.0-1.tgz"));

    boolean isRefused =
        new UploadChecks().inspect(UploadRequest.of(file)) instanceof UploadResult.Rejected;

    boolean hasFinding =
        new AppLint()
            .lint(file, Set.of()).findings().stream()
                .anyMatch(f -> f.severity() == Severity.ERROR || STRICTER.contains(f.rule()));
    assertThat(hasFinding || !isRefused).as(defect).isTrue();
  }

  static Stream<Arguments> tarballs() {
    return SeededDefect.rows().map(row -> arguments(row.get()[0], row.get()[3]));
  }
}
