/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.bundle;

import io.starlingx.portieris.app.upload.AppMetadata;
import java.nio.file.Path;

/**
 * An application that comes with the platform.
 *
 * @param tarball its file
 * @param metadata what it says of itself
 */
public record Bundle(Path tarball, AppMetadata metadata) {}
