/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import java.nio.file.Path;

/**
 * What an application tarball is made from.
 *
 * @param charts the folder whose directories are charts
 * @param manifests the folder with {@code metadata.yaml}, {@code armada/} and {@code fluxcd/}
 * @param version the application's version
 * @param image the webhook's image that the manifests name
 * @param overrides what the plugin returns to sysinv
 */
public record BuildRequest(
    Path charts, Path manifests, AppVersion version, ImageName image, SystemOverrides overrides) {}
