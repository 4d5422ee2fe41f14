/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which properties the Armada documents must and may have.
 *
 * @see <a
 *     href="https://airshipit.readthedocs.io/projects/armada/en/latest/operations/documents/index.html">
 *     Armada documents</a>
 */
final class ArmadaShapes {

  /** The properties of one mapping. */
  record Shape(Set<String> required, Set<String> known) {}

  static final Shape DOCUMENT = shape(Set.of("schema", "metadata", "data"));
  static final Shape METADATA = shape(Set.of("schema", "name"));

  private static final Shape CHART_V1 =
      shape(
          Set.of("chart_name", "namespace", "release", "source"),
          "values",
          "dependencies",
          "protected",
          "test",
          "timeout",
          "wait",
          "delete",
          "install",
          "upgrade");
  private static final Shape CHART_V2 =
      shape(
          Set.of("namespace", "release", "source"),
          "values",
          "dependencies",
          "protected",
          "test",
          "wait",
          "delete",
          "upgrade");
  private static final Map<String, Shape> DATA =
      Map.of(
          "armada/Chart/v1", CHART_V1,
          "armada/Chart/v2", CHART_V2,
          "armada/ChartGroup/v1",
              shape(Set.of("chart_group"), "description", "sequenced", "test_charts"),
          "armada/ChartGroup/v2", shape(Set.of("chart_group"), "description", "sequenced"),
          "armada/Manifest/v1", shape(Set.of("release_prefix", "chart_groups")),
          "armada/Manifest/v2", shape(Set.of("release_prefix", "chart_groups")));
  private static final Map<String, Shape> CHART_PARTS_V1 =
      Map.of(
          "source",
              shape(
                  Set.of("type", "location", "subpath"),
                  "reference",
                  "proxy_server",
                  "auth_method"),
          "wait", shape(Set.of(), "timeout", "labels", "resources", "native"),
          "upgrade", shape(Set.of("no_hooks"), "pre", "post", "options"),
          "delete", shape(Set.of(), "timeout"),
          "protected", shape(Set.of("continue_processing")));
  private static final Map<String, Shape> CHART_PARTS_V2 =
      Map.of(
          "source",
              shape(
                  Set.of("type", "location"),
                  "subpath",
                  "reference",
                  "proxy_server",
                  "auth_method"),
          "wait", shape(Set.of(), "timeout", "labels", "resources", "native"),
          "upgrade", shape(Set.of(), "pre", "post", "options"),
          "delete", shape(Set.of(), "timeout"),
          "protected", shape(Set.of("continue_processing")));

  private ArmadaShapes() {}

  /** The shape of {@code data}, if the schema is known. */
  static List<Shape> data(String schema) {
    Shape shape = DATA.get(schema);
    return shape == null ? List.of() : List.of(shape);
  }

  /** Shapes of the mappings in a document's {@code data}, by property. */
  static Map<String, Shape> parts(String schema) {
    return switch (schema) {
      case "armada/Chart/v1" -> CHART_PARTS_V1;
      case "armada/Chart/v2" -> CHART_PARTS_V2;
      default -> Map.of();
    };
  }

  private static Shape shape(Set<String> required, String... optional) {
    Set<String> known = new HashSet<>(required);
    known.addAll(List.of(optional));
    return new Shape(required, Set.copyOf(known));
  }
}
