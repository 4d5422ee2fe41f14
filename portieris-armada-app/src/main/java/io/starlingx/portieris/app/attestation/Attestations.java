/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.attestation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.build.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * Writes beside a result what is in it ({@code .cdx.json}), where it came from ({@code
 * .provenance.json}) and its checksum ({@code .sha256}). The same build gives the same bytes: times
 * are written only where the build was told one.
 */
public final class Attestations {

  private final BuildRun run;

  public Attestations(BuildRun run) {
    this.run = run;
  }

  /**
   * Writes all files of one result.
   *
   * @param described the result as a component
   * @param parts what is in it
   * @param materials what was taken for it; those without name and digest are left out
   * @return the files
   */
  public List<Path> write(
      Artifact result, Component described, Collection<Component> parts, List<Material> materials)
      throws IOException {
    List<Component> sorted = List.copyOf(new TreeSet<>(parts));
    List<Path> written = new ArrayList<>();
    written.add(beside(result, ".sha256", result.sha256() + "  " + name(result) + "\n"));
    written.add(beside(result, ".cdx.json", json(new Inventory(run).of(described, sorted))));
    written.add(
        beside(result, ".provenance.json", json(new Provenance(run).of(result, materials))));
    return written;
  }

  private static Path beside(Artifact result, String suffix, String text) throws IOException {
    return Files.writeString(result.file().resolveSibling(name(result) + suffix), text);
  }

  static String name(Artifact result) {
    return String.valueOf(result.file().getFileName());
  }

  private static String json(SequencedMap<String, Object> document) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value", e);
    }
  }

  static Map<String, String> sha256(String hex) {
    return Map.of("sha256", hex);
  }
}
