/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.manifest.FluxApi;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an application tarball is made from.
 *
 * @param source the application folder, or the descriptor in it
 * @param version the application's version; nothing takes the one that the folder says
 * @param words texts for the placeholders {@code @NAME@} of the folder's manifests, by name,
 *     besides those that every application has
 * @param overrides what the plugin returns to sysinv
 * @param fluxApi the API version of the FluxCD tree; nothing leaves manifests as they are
 * @param imageArchives OCI archives that the tarball brings along
 */
public record BuildRequest(
    Path source,
    Optional<AppVersion> version,
    Map<String, String> words,
    SystemOverrides overrides,
    Optional<FluxApi> fluxApi,
    List<Path> imageArchives) {

  public BuildRequest {
    words = Map.copyOf(words);
    imageArchives = List.copyOf(imageArchives);
  }

  /** Without images. */
  public BuildRequest(
      Path source,
      Optional<AppVersion> version,
      Map<String, String> words,
      SystemOverrides overrides,
      Optional<FluxApi> fluxApi) {
    this(source, version, words, overrides, fluxApi, List.of());
  }

  /** The same with images that the tarball brings along. */
  public BuildRequest withImageArchives(List<Path> archives) {
    return new BuildRequest(source, version, words, overrides, fluxApi, archives);
  }

  /** The same with another text for a placeholder. */
  public BuildRequest withWord(String name, String text) {
    Map<String, String> more = new HashMap<>(words);
    more.put(name, text);
    return new BuildRequest(source, version, more, overrides, fluxApi, imageArchives);
  }

  /** A folder as it is. */
  public static BuildRequest of(Path source) {
    return new BuildRequest(
        source, Optional.empty(), Map.of(), SystemOverrides.none(), Optional.empty());
  }
}
