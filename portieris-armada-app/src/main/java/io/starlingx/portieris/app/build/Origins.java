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

  /** The file in the folder of which one below the root was made; nothing when it was generated. */
  Optional<Path> source(Path staged) {
    return Optional.ofNullable(sources.get(staged));
  }

  /** The same finding about the file that its author can mend. */
  Finding of(LintFinding finding) {
    return new Finding(
        source(root.resolve(finding.file())).map(Path::toString).orElse(finding.file()),
        finding.line(),
        finding.message() + " (" + finding.why() + "); " + finding.mend());
  }
}
