/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.yaml;

import java.util.List;

/**
 * What a YAML file holds.
 *
 * @param documents its documents, null ones included
 * @param line where it stops being YAML; 0 if nowhere in particular
 * @param problem why it cannot be read; empty when it can
 */
public record YamlFile(List<Yaml> documents, int line, String problem) {

  private static final Yaml NOTHING = new Yaml.Scalar(1, "", Yaml.Kind.NULL);

  public YamlFile {
    documents = List.copyOf(documents);
  }

  /** A file that cannot be read. */
  public static YamlFile unreadable(int line, String problem) {
    return new YamlFile(List.of(), line, problem);
  }

  public boolean isReadable() {
    return problem.isEmpty();
  }

  /** The first document; a null one when there is none. */
  public Yaml first() {
    return documents.isEmpty() ? NOTHING : documents.getFirst();
  }
}
