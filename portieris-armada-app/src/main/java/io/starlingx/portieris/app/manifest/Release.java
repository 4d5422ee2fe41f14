/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import java.nio.file.Path;

/**
 * What a HelmRelease of the FluxCD tree says.
 *
 * @param name {@code metadata.name}, the key of everything that sysinv keeps about it
 * @param releaseName Helm's name of the release
 * @param namespace where it is installed
 * @param chart the chart's name
 * @param chartVersion the chart's version
 * @param staticOverrides the file with the application's static values
 */
public record Release(
    String name,
    String releaseName,
    String namespace,
    String chart,
    String chartVersion,
    Path staticOverrides) {}
