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
 * An exemption that holds such a thing exempts nothing. What the API server's schema has always
 * accepted keeps its meaning: an absent policy checks nothing, {@code trust} without {@code
 * enabled: true} is off, simple signing without requirements is off.
 */
public final class PolicyReader {

  private static final String CLUSTER_ONLY = "only a ClusterImagePolicy may hold it";

  /** Of the problems that make all rules unusable, so many are told at each. */
  private static final int MAX_SHARED = 10;

  private PolicyReader() {}

  /** Reads the object as the API server returns it; mistakes become problems, never exceptions. */
  public static ImagePolicy read(JsonNode object) {
    boolean namespaced = !object.path("kind").asText("").equals("ClusterImagePolicy");
    JsonNode metadata = object.path("metadata");
    Optional<String> namespace =
        namespaced ? Optional.of(metadata.path("namespace").asText("default")) : Optional.empty();
    String name = metadata.path("name").asText("");
    JsonNode spec = object.path("spec");
    if (spec.isMissingNode() || spec.isNull()) {
      return new ImagePolicy(namespace, name, List.of());
    }
    List<String> ofSpec = new ArrayList<>();
    PolicyFields fields = new PolicyFields(spec, "spec", ofSpec);
    List<PolicyFields> repositories = fields.objects("repositories");
    List<PolicyFields> exempted = fields.objects("exemptions");
    fields.end();
    List<String> ofExemptions = new ArrayList<>();
    List<Exemption> exemptions =
        new ExemptionReader(ImagePolicy.title(namespace, name), ofExemptions).read(exempted);
    if (namespaced && !exempted.isEmpty()) {
      ofExemptions.addFirst("spec.exemptions: " + CLUSTER_ONLY);
    }
    return new ImagePolicy(
        namespace,
        name,
        rules(repositories, namespaced, first(ofSpec)),
        namespaced ? List.of() : exemptions,
        ofExemptions);
  }

  private static List<RepositoryRule> rules(
      List<PolicyFields> repositories, boolean namespaced, List<String> ofSpec) {
    List<RepositoryRule> rules =
        repositories.stream().map(rule -> rule(rule, namespaced, ofSpec)).toList();
    List<String> ofNobody =
        rules.stream()
            .filter(rule -> rule.name().isEmpty())
            .flatMap(rule -> rule.problems().stream())
            .distinct()
            .toList();
    List<String> shared = first(ofNobody);
    return shared.isEmpty()
        ? rules
        : rules.stream().map(rule -> withProblems(rule, shared)).toList();
  }

  /** All problems at all rules would be as many as the square of what somebody wrote. */
  private static List<String> first(List<String> problems) {
    if (problems.size() <= MAX_SHARED) {
      return List.copyOf(problems);
    }
    List<String> first = new ArrayList<>(problems.subList(0, MAX_SHARED));
    first.add("spec: " + (problems.size() - MAX_SHARED) + " more problems like these");
    return first;
  }

  private static RepositoryRule withProblems(RepositoryRule rule, List<String> more) {
    List<String> problems =
        Stream.concat(rule.problems().stream(), more.stream()).distinct().toList();
    return rule.withProblems(problems);
  }

  private static RepositoryRule rule(
      PolicyFields repository, boolean namespaced, List<String> ofSpec) {
    PolicyFields fields = repository.withProblems(new ArrayList<>(ofSpec));
    String name = fields.text("name").orElse("");
    Mode mode = fields.choice("mode", Mode.words()).map(Mode::of).orElse(Mode.ENFORCE);
    // Whatever is there and is not "false" means that the rule must not be passed by.
    boolean mandatory =
        fields.has("mandatory") && !fields.flag("mandatory").equals(Optional.of(false));
    if (mandatory && namespaced) {
      fields.problem("mandatory", CLUSTER_ONLY);
    }
    Optional<PolicyFields> policy = fields.object("policy");
    boolean mutateImage = policy.flatMap(p -> p.flag("mutateImage")).orElse(true);
    List<Requirement> requirements = new ArrayList<>();
    policy.ifPresent(p -> requirements.addAll(RequirementReader.read(p)));
    fields.end();
    return new RepositoryRule(name, mode, mandatory, mutateImage, requirements, fields.problems());
  }
}
