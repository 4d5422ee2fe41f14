/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.lint.LintFinding;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Tells of which file in the application folder a member of the tarball was made.
 *
 * @param root the directory that the tarball is made of
 * @param sources by file below the root
 */
record Origins(Path root, Map<Path, Path> sources) {

  Origins {
    sources = Map.copyOf(sources);
  }

  /** The same finding about the file that its author can mend. */
  Finding of(LintFinding finding) {
    Optional<Path> source = Optional.ofNullable(sources.get(root.resolve(finding.file())));
    return new Finding(
        source.map(Path::toString).orElse(finding.file()),
        finding.line(),
        finding.message() + " (" + finding.why() + "); " + finding.mend());
  }
}
