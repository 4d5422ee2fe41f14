/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.attestation.Component;
import io.starlingx.portieris.app.build.Artifact;
import java.nio.file.Path;
import java.util.List;

/**
 * A built image.
 *
 * @param archive the OCI archive
 * @param packages the Debian packages in it
 * @param components what is in it
 * @param changes the packages that differ from the lock file, for people; the file was rewritten
 */
public record ImageResult(
    Artifact archive,
    List<DebianPackage> packages,
    List<Component> components,
    List<String> changes) {

  public ImageResult {
    components = List.copyOf(components);
    packages = List.copyOf(packages);
    changes = List.copyOf(changes);
  }

  /** The same when the archive was moved. */
  ImageResult at(Path file) {
    return new ImageResult(
        new Artifact(file, archive.bytes(), archive.sha256()), packages, components, changes);
  }
}
