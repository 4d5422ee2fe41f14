/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a plugin's distribution tells of its origin, beside its name and version.
 *
 * @param homePage a URL
 * @param classifiers such as {@code Operating System :: OS Independent}
 * @see <a href="https://packaging.python.org/en/latest/specifications/core-metadata/">Python
 *     packaging: core metadata</a>
 */
public record CoreMetadata(
    Optional<String> author,
    Optional<String> authorEmail,
    Optional<String> homePage,
    List<String> classifiers) {

  public CoreMetadata {
    classifiers = List.copyOf(classifiers);
  }

  /** Tells nothing. */
  public static CoreMetadata none() {
    return new CoreMetadata(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  /** The lines of {@code METADATA}; a line break within a text would begin another field. */
  String lines() {
    List<String> fields = new ArrayList<>();
    author.ifPresent(text -> fields.add("Author: " + text));
    authorEmail.ifPresent(text -> fields.add("Author-email: " + text));
    homePage.ifPresent(text -> fields.add("Home-page: " + text));
    classifiers.forEach(text -> fields.add("Classifier: " + text));
    StringBuilder lines = new StringBuilder();
    fields.forEach(field -> lines.append(field.replaceAll("\\s+", " ")).append('\n'));
    return lines.toString();
  }
}
