/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.attestation;

import io.starlingx.portieris.app.build.Artifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * An unsigned in-toto statement with SLSA provenance.
 *
 * @see <a href="https://slsa.dev/spec/v1.0/provenance">SLSA provenance 1.0</a>
 */
final class Provenance {

  private final BuildRun run;

  Provenance(BuildRun run) {
    this.run = run;
  }

  SequencedMap<String, Object> of(Artifact result, List<Material> materials) {
    SequencedMap<String, Object> subject = new LinkedHashMap<>();
    subject.put("name", Attestations.name(result));
    subject.put("digest", Attestations.sha256(result.sha256()));

    SequencedMap<String, Object> definition = new LinkedHashMap<>();
    definition.put("buildType", "urn:io.starlingx.portieris:build:1");
    SequencedMap<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("command", run.command());
    parameters.put("options", run.parameters());
    definition.put("externalParameters", parameters);
    definition.put("internalParameters", Map.of("jdk", run.jdk()));
    definition.put("resolvedDependencies", dependencies(materials));

    SequencedMap<String, Object> builder = new LinkedHashMap<>();
    builder.put("id", "pkg:maven/io.starlingx.portieris/cli@" + run.product());
    SequencedMap<String, Object> details = new LinkedHashMap<>();
    details.put("builder", builder);
    run.time().ifPresent(time -> details.put("metadata", Map.of("startedOn", time.toString())));

    SequencedMap<String, Object> predicate = new LinkedHashMap<>();
    predicate.put("buildDefinition", definition);
    predicate.put("runDetails", details);
    SequencedMap<String, Object> statement = new LinkedHashMap<>();
    statement.put("_type", "https://in-toto.io/Statement/v1");
    statement.put("subject", List.of(subject));
    statement.put("predicateType", "https://slsa.dev/provenance/v1");
    statement.put("predicate", predicate);
    return statement;
  }

  private static List<Object> dependencies(List<Material> materials) {
    List<Object> dependencies = new ArrayList<>();
    for (Material material : materials) {
      if (material.uri().isEmpty() && material.sha256().isEmpty()) {
        continue; // a part of something else, such as a module of a runtime
      }
      SequencedMap<String, Object> dependency = new LinkedHashMap<>();
      if (!material.uri().isEmpty()) {
        dependency.put("uri", material.uri());
      }
      dependency.put("name", material.name());
      material.sha256().ifPresent(hex -> dependency.put("digest", Attestations.sha256(hex)));
      dependencies.add(dependency);
    }
    return dependencies;
  }
}
