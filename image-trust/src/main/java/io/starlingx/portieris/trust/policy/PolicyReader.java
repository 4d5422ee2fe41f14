/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads an ImagePolicy or ClusterImagePolicy. Nothing in it is passed over: an unknown field, a
 * value of the wrong kind or a field that this version cannot honour makes the rule that holds it
 * unusable, and one beside the rules, or in a rule that names no repository, makes all of them so.
 * What the API server's schema has always accepted keeps its meaning: an absent policy checks
 * nothing, {@code trust} without {@code enabled: true} is off, simple signing without requirements
 * is off.
 */
public final class PolicyReader {

  private PolicyReader() {}

  /** Reads the object as the API server returns it; mistakes become problems, never exceptions. */
  public static ImagePolicy read(JsonNode object) {
    boolean namespaced = !object.path("kind").asText("").equals("ClusterImagePolicy");
    JsonNode metadata = object.path("metadata");
    return new ImagePolicy(
        namespaced ? Optional.of(metadata.path("namespace").asText("default")) : Optional.empty(),
        metadata.path("name").asText(""),
        rules(object.path("spec"), namespaced));
  }

  private static List<RepositoryRule> rules(JsonNode spec, boolean namespaced) {
    if (spec.isMissingNode() || spec.isNull()) {
      return List.of();
    }
    List<String> shared = new ArrayList<>();
    PolicyFields fields = new PolicyFields(spec, "spec", shared);
    List<PolicyFields> repositories = fields.objects("repositories");
    if (!fields.objects("exemptions").isEmpty()) {
      fields.problem("exemptions", "not supported by this version");
    }
    fields.end();
    List<String> ofSpec = List.copyOf(shared);
    List<RepositoryRule> rules =
        repositories.stream().map(rule -> rule(rule, namespaced, ofSpec)).toList();
    List<String> ofNobody =
        rules.stream()
            .filter(rule -> rule.name().isEmpty())
            .flatMap(rule -> rule.problems().stream())
            .distinct()
            .toList();
    return ofNobody.isEmpty()
        ? rules
        : rules.stream().map(rule -> withProblems(rule, ofNobody)).toList();
  }

  private static RepositoryRule withProblems(RepositoryRule rule, List<String> more) {
    List<String> problems =
        Stream.concat(rule.problems().stream(), more.stream()).distinct().toList();
    return new RepositoryRule(rule.name(), rule.mutateImage(), rule.requirements(), problems);
  }

  private static RepositoryRule rule(
      PolicyFields repository, boolean namespaced, List<String> ofSpec) {
    PolicyFields fields = repository.withProblems(new ArrayList<>(ofSpec));
    String name = fields.text("name").orElse("");
    fields
        .choice("mode", List.of("Enforce", "Warn", "Audit"))
        .filter(mode -> !mode.equals("Enforce"))
        .ifPresent(mode -> fields.problem("mode", mode + " is not supported by this version"));
    if (fields.flag("mandatory").orElse(false)) {
      fields.problem(
          "mandatory",
          namespaced ? "only a ClusterImagePolicy may hold it" : "not supported by this version");
    }
    Optional<PolicyFields> policy = fields.object("policy");
    boolean mutateImage = policy.flatMap(p -> p.flag("mutateImage")).orElse(true);
    List<Requirement> requirements = new ArrayList<>();
    policy.ifPresent(p -> requirements.addAll(RequirementReader.read(p)));
    fields.end();
    return new RepositoryRule(name, mutateImage, requirements, fields.problems());
  }
}
