/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.Identity;
import io.starlingx.portieris.trust.Subject;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import io.starlingx.portieris.trust.policy.PolicySelector;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.Requirement;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.webhook.review.CarriedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is decided otherwise about running workloads. */
final class WorkloadChecks {

  private static final Set<String> PUBLIC = Set.of("docker.io", "quay.io");
  private static final Set<String> SEEN_UPSTREAM = Set.of("initContainers", "containers");

  private final List<Identity> identities;
  private final List<String> trustServers;
  private final Map<String, RunningWorkload> byUid = new HashMap<>();

  WorkloadChecks(MigrationSettings settings, List<RunningWorkload> workloads) {
    this.identities = settings.identities();
    this.trustServers = settings.trustServers();
    workloads.forEach(workload -> byUid.put(workload.uid(), workload));
  }

  /** The rule that decides about an image here; empty when the text is no image. */
  Optional<Choice> here(String image, PolicySet policies) {
    return ImageReference.parse(image) instanceof ParsedImage.Valid(ImageReference reference)
        ? Optional.of(
            new Choice(
                PolicySelector.select(Subject.of(reference, identities).spellings(), policies)))
        : Optional.empty();
  }

  /** Upstream looks at the raw text alone. */
  static Choice upstream(String image, PolicySet policies) {
    return new Choice(PolicySelector.select(List.of(image), policies));
  }

  List<MigrationFinding> check(RunningWorkload workload, PolicySet policies) {
    if (workload.isSkippedUpstream()) {
      return ofAnotherOwner(workload, policies);
    }
    List<MigrationFinding> findings = new ArrayList<>();
    for (CarriedImage carried : new LinkedHashSet<>(workload.images())) {
      image(workload, carried, policies).forEach(findings::add);
    }
    sameName(workload, policies).ifPresent(findings::add);
    return findings.stream().distinct().toList();
  }

  private List<MigrationFinding> image(
      RunningWorkload workload, CarriedImage carried, PolicySet policies) {
    Optional<Choice> chosen = here(carried.image(), policies);
    String object = workload.title() + ", image " + carried.image();
    if (chosen.isEmpty()) {
      return List.of();
    }
    Choice here = chosen.get();
    if (!SEEN_UPSTREAM.contains(carried.list())) {
      return here.checksNothing()
          ? List.of()
          : List.of(
              new MigrationFinding(
                  "unseen-images",
                  object + " (" + carried.list() + ")",
                  "not among the images that are checked",
                  here.text(),
                  "have the image signed, or let a rule admit it"));
    }
    List<MigrationFinding> findings = new ArrayList<>();
    Choice before = upstream(carried.image(), policies);
    if (!before.asksTheSameAs(here)) {
      findings.add(
          new MigrationFinding(
              "spellings",
              object,
              before.text(),
              here.text(),
              "write the rule that is meant with the image's full name"));
    }
    ImageReference image = ImageReference.of(carried.image());
    digest(object, image, here).ifPresent(findings::add);
    trustServer(object, image, here).ifPresent(findings::add);
    return findings;
  }

  /** Upstream compares the end of the host, and knows no servers but those of two registries. */
  private Optional<MigrationFinding> trustServer(String object, ImageReference image, Choice here) {
    boolean unnamed =
        here.requirements(Requirement.Trust.class).anyMatch(r -> r.trustServers().isEmpty());
    ImageReference signed = Subject.of(image, identities).signed();
    boolean configured =
        trustServers.contains(signed.registry()) || trustServers.contains("defaults");
    String before =
        PUBLIC.stream().anyMatch(image.host()::endsWith)
            ? "a public registry's server is asked"
            : "denied: no trust server is known";
    boolean wellKnown =
        PUBLIC.stream().anyMatch(p -> signed.host().equals(p) || signed.host().endsWith("." + p));
    String now =
        configured
            ? "the server that trust.servers lists is asked"
            : wellKnown
                ? "a public registry's server is asked"
                : "denied: no trust server is known";
    return unnamed && !before.equals(now)
        ? Optional.of(
            new MigrationFinding(
                "trust-servers",
                object,
                before,
                now,
                "name a trustServer in the rule, or list the registry in trust.servers"))
        : Optional.empty();
  }

  private static Optional<MigrationFinding> digest(
      String object, ImageReference image, Choice here) {
    if (image.digest().isEmpty()) {
      return Optional.empty();
    }
    if (here.requirements(Requirement.Trust.class).findAny().isPresent()) {
      return Optional.of(
          new MigrationFinding(
              "digests",
              object,
              "the digest is ignored: that signed for " + image.tagOrLatest() + " replaces it",
              "the digest itself must be signed, by any tag; it is never replaced",
              "sign that content, or name the tag"));
    }
    boolean simple = here.requirements(Requirement.SimpleSigning.class).findAny().isPresent();
    return simple && image.tag().isPresent()
        ? Optional.of(
            new MigrationFinding(
                "digests",
                object,
                "denied: tag and digest together are not supported",
                "the digest is verified",
                "nothing; the image may pass now"))
        : Optional.empty();
  }

  /** Here an owner must be there, control the object and carry the image. */
  private List<MigrationFinding> ofAnotherOwner(RunningWorkload workload, PolicySet policies) {
    Set<CarriedImage> carried =
        workload.owners().stream()
            .filter(owner -> owner.path("controller").asBoolean(false))
            .flatMap(owner -> owner(workload, owner).stream())
            .findFirst()
            .map(RunningWorkload::images)
            .orElse(Set.of());
    List<MigrationFinding> findings = new ArrayList<>();
    for (CarriedImage image : workload.images()) {
      Optional<Choice> here = here(image.image(), policies);
      if (!carried.contains(image) && here.isPresent() && !here.get().checksNothing()) {
        findings.add(
            new MigrationFinding(
                "owners",
                workload.title() + ", image " + image.image(),
                "taken over for the sake of its owner",
                "no controlling owner carries this image, so: " + here.get().text(),
                "let a rule admit images that are added to pods, or have them signed"));
      }
    }
    return findings.stream().distinct().toList();
  }

  private Optional<RunningWorkload> owner(RunningWorkload workload, JsonNode reference) {
    return Optional.ofNullable(byUid.get(reference.path("uid").asText("")))
        .filter(owner -> owner.namespace().equals(workload.namespace()))
        .filter(owner -> owner.kind().kind().equals(reference.path("kind").asText("")))
        .filter(owner -> owner.kind().apiVersion().equals(reference.path("apiVersion").asText("")));
  }

  /** Two names of one image in one list of containers, for which different rules decide. */
  private Optional<MigrationFinding> sameName(RunningWorkload workload, PolicySet policies) {
    Map<String, CarriedImage> earlier = new HashMap<>();
    for (CarriedImage image : workload.images()) {
      if (!SEEN_UPSTREAM.contains(image.list())
          || !(ImageReference.parse(image.image())
              instanceof ParsedImage.Valid(ImageReference reference))) {
        continue;
      }
      String key =
          image.list()
              + reference.name()
              + reference.digest().map(digest -> "@" + digest).orElse(reference.tagOrLatest());
      CarriedImage other = earlier.putIfAbsent(key, image);
      if (other != null
          && !other.image().equals(image.image())
          && !upstream(other.image(), policies).asksTheSameAs(upstream(image.image(), policies))) {
        return Optional.of(
            new MigrationFinding(
                "same-name",
                workload.title() + ", images " + other.image() + " and " + image.image(),
                "both names stand for one image, with one decision",
                "each container is decided by itself, by the name that it carries",
                "let both names match the rule that is meant"));
      }
    }
    return Optional.empty();
  }

  /** Every rule that decides about an image of these workloads, with their namespaces. */
  Map<RuleMatch, Set<String>> namespacesByRule(
      List<RunningWorkload> workloads, Map<String, PolicySet> policies) {
    Map<RuleMatch, Set<String>> namespaces = new HashMap<>();
    for (RunningWorkload workload : workloads) {
      PolicySet set =
          policies.getOrDefault(workload.namespace(), new PolicySet(List.of(), List.of()));
      for (CarriedImage image : workload.images()) {
        here(image.image(), set)
            .flatMap(Choice::match)
            .ifPresent(
                match ->
                    namespaces
                        .computeIfAbsent(match, rule -> new LinkedHashSet<>())
                        .add(workload.namespace()));
      }
    }
    return namespaces;
  }
}
