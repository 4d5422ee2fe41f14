/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import java.nio.file.Path;

/**
 * A tarball that is to be uploaded.
 *
 * @param tarball the file
 * @param appName {@code --app-name}, used only when the tarball has no metadata; else empty
 * @param appVersion {@code --app-version}, likewise
 */
public record UploadRequest(Path tarball, String appName, String appVersion) {

  /** A request in which name and version come from the tarball's metadata. */
  public static UploadRequest of(Path tarball) {
    return new UploadRequest(tarball, "", "");
  }
}
