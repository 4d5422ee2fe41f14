/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.overrides;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Overrides as the files that people and the platform use. The same input gives the same bytes. */
public final class OverridesText {

  private final Map<String, Object> values;
  private final StaticOverrides application;

  public OverridesText(Overrides overrides, StaticOverrides application) {
    this.values = overrides.values(Overrides.PORTIERIS, Overrides.PORTIERIS);
    this.application = requireNonNull(application, "application");
  }

  /**
   * For {@code helm install -f}: the application's own values with the overrides on top, and the
   * image by its name in the platform's local registry, as the platform itself would have written
   * it.
   *
   * @param imageRepository the image's public name
   */
  public String values(String imageRepository) {
    if (values.isEmpty()) {
      return BlockYaml.write(Map.of());
    }
    String local = "registry.local:9001/" + ImageReference.of(imageRepository).canonicalName();
    Map<String, Object> image = Map.of("image", Map.of("repository", local));
    return BlockYaml.write(ValueMaps.merge(ValueMaps.merge(application.values(), image), values));
  }

  /** For {@code system helm-override-update}: only what differs from the application's values. */
  public String helmOverride() {
    return BlockYaml.write(ValueMaps.difference(values, application.values()));
  }

  /**
   * The variable {@code applications} for stock bootstrap.
   *
   * @param tarball where the application's tarball will be on the controller
   * @param valuesPath where {@link #helmOverride} will be there
   */
  public static String applications(String tarball, String valuesPath) {
    Map<String, Object> override = new LinkedHashMap<>();
    override.put("chart", Overrides.PORTIERIS);
    override.put("namespace", Overrides.PORTIERIS);
    override.put("values-path", valuesPath);
    Map<String, Object> entry = Map.of(tarball, Map.of("overrides", List.of(override)));
    return BlockYaml.write(Map.of("applications", List.of(entry)));
  }
}
