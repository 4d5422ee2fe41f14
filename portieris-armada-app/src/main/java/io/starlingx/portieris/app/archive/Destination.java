/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Where the members of an archive go. */
interface Destination {

  /** Whether there is place for a directory. */
  boolean directory(String path) throws IOException, RefusedArchiveException;

  /** Where a file's content goes, which replaces an earlier one; nowhere when there is no place. */
  Optional<OutputStream> file(String path, long size) throws IOException, RefusedArchiveException;
}
