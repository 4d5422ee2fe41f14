/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.attestation.Component;
import io.starlingx.portieris.app.attestation.Material;
import java.util.List;

/** What came of building an application tarball. */
public sealed interface BuildResult {

  /**
   * The tarball is in its place; every upload check and every rule of the linter accepts it.
   *
   * @param name the application's name
   * @param version the application's version
   * @param warnings what platforms take, and may suffer from
   * @param components what is in the tarball
   * @param sources what it was made from
   */
  record Built(
      Artifact tarball,
      String name,
      AppVersion version,
      List<Finding> warnings,
      List<Component> components,
      List<Material> sources)
      implements BuildResult {
    public Built {
      warnings = List.copyOf(warnings);
      components = List.copyOf(components);
      sources = List.copyOf(sources);
    }
  }

  /** The sources are wrong; nothing was written. */
  record Refused(List<Finding> findings) implements BuildResult {
    public Refused {
      findings = findings.stream().distinct().toList();
    }
  }
}
