/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.Finding;
import java.util.List;

/** What came of building an application tarball. */
public sealed interface BuildResult {

  /** The tarball is in its place and every upload check accepts it. */
  record Built(Artifact tarball) implements BuildResult {}

  /** The sources are wrong; nothing was written. */
  record Refused(List<Finding> findings) implements BuildResult {
    public Refused {
      findings = List.copyOf(findings);
    }
  }
}
