/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.content;

import io.starlingx.portieris.app.archive.Member;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chart of the application.
 *
 * @param file its archive, below the application's root
 * @param refusal why the archive could not be read; empty when it could
 * @param members everything in the archive
 * @param directory the directory in it that holds {@code Chart.yaml}; empty when none does
 * @param documents what was read of its {@code Chart.yaml} files, values and schemas, by path
 */
public record ChartArchive(
    String file,
    String refusal,
    List<Member> members,
    String directory,
    Map<String, YamlFile> documents) {

  public ChartArchive {
    members = List.copyOf(members);
    documents = Map.copyOf(documents);
  }

  /** {@code Chart.yaml}. */
  public Optional<YamlFile> chart() {
    return document("Chart.yaml");
  }

  /** {@code values.yaml}. */
  public Optional<YamlFile> values() {
    return document("values.yaml");
  }

  /** A file beside {@code Chart.yaml}. */
  public Optional<YamlFile> document(String name) {
    return Optional.ofNullable(documents.get(directory + "/" + name));
  }

  /** The name in {@code Chart.yaml}. */
  public Optional<String> name() {
    return chart().flatMap(file -> file.first().text("name"));
  }

  /** The version in {@code Chart.yaml}. */
  public Optional<String> version() {
    return chart().flatMap(file -> file.first().text("version"));
  }
}
