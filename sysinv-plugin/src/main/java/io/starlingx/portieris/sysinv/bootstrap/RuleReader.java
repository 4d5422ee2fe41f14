/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import io.starlingx.portieris.sysinv.bootstrap.TrustPolicy.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one rule of a policy: a pattern with {@code trust: true} or with the CRD's own {@code
 * policy} object.
 */
final class RuleReader {

  static final String RULES = "a list of {name, trust: true, signers} or {name, policy}";

  private static final String PATTERN =
      "an image name as pods spell it, in which * stands for any characters";
  private static final String CHECK = "trust: true, or policy: {} to admit without a check";
  private static final String SECRETS = "a list of names of Secrets";
  private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._:/@*\\[\\]-]{1,512}");
  private static final Pattern SECRET = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  private final ServerChoice servers;

  RuleReader(ServerChoice servers) {
    this.servers = servers;
  }

  /**
   * Reads an element of {@code repositories}.
   *
   * @param namespaced whether it stands in the policy of one namespace
   */
  Optional<Rule> read(Value element, boolean namespaced) {
    return element
        .section("name, trust, signers, policy")
        .flatMap(section -> rule(section, namespaced));
  }

  private Optional<Rule> rule(Section section, boolean namespaced) {
    Optional<String> pattern = section.need("name", PATTERN).flatMap(RuleReader::pattern);
    Optional<Value> trust = section.find("trust");
    List<String> signers = section.find("signers").map(RuleReader::signers).orElseGet(List::of);
    Optional<Value> policy =
        section.has("policy")
            ? section.need("policy", "{} to admit without a check")
            : section.find("policy");
    section.end();
    if (trust.isEmpty() && !section.has("policy")) {
      section.value().missing("trust").problem("neither trust nor policy is there", CHECK);
    }
    section
        .find("signers")
        .filter(value -> trust.isEmpty())
        .ifPresent(value -> value.problem("belongs to trust: true", CHECK));
    if (trust.isPresent() && policy.isPresent()) {
      trust.get().problem("excludes policy", CHECK);
      return Optional.empty();
    }
    PolicyObject object = new PolicyObject(pattern.orElse("*"), namespaced);
    Optional<Map<String, Object>> read =
        trust.isPresent()
            ? trust
                .filter(RuleReader::isTrue)
                .flatMap(value -> trust(value, pattern, signers, object))
            : policy.flatMap(object::read);
    return pattern.flatMap(p -> read.map(r -> new Rule(p, r)));
  }

  private static boolean isTrue(Value trust) {
    Optional<Boolean> flag = trust.flag();
    if (flag.equals(Optional.of(false))) {
      trust.problem("is false", CHECK);
    }
    return flag.orElse(false);
  }

  private Optional<Map<String, Object>> trust(
      Value trust, Optional<String> pattern, List<String> signers, PolicyObject object) {
    if (pattern.isEmpty()) {
      return Optional.empty();
    }
    Optional<NotaryServer> server = servers.of(pattern.get(), trust);
    if (server.isEmpty()) {
      trust.problem(
          "no entry of notary_servers is for this repository, and there is none named defaults",
          "trust: true where image_trust.notary_servers names a server");
      return Optional.empty();
    }
    Map<String, Object> policy = Map.of("trust", requirement(server.get(), signers));
    object.check(policy, trust);
    return Optional.of(policy);
  }

  private static Map<String, Object> requirement(NotaryServer server, List<String> signers) {
    Map<String, Object> trust = new LinkedHashMap<>();
    trust.put("enabled", true);
    if (server.urls().size() == 1) {
      trust.put("trustServer", server.urls().getFirst());
    } else {
      trust.put("trustServers", server.urls());
    }
    if (!signers.isEmpty()) {
      trust.put("signerSecrets", signers.stream().map(name -> Map.of("name", name)).toList());
    }
    server.rootCa().ifPresent(ca -> trust.put("root", Map.of("ca", ca.pem())));
    return trust;
  }

  private static Optional<String> pattern(Value value) {
    Optional<String> text = value.text(PATTERN);
    if (text.isPresent()
        && (!CHARACTERS.matcher(text.get()).matches() || text.get().contains("://"))) {
      value.problem("is not the pattern of an image name", PATTERN);
      return Optional.empty();
    }
    if (text.isPresent() && text.get().matches("[a-z0-9.-]+\\.[a-z]+(:[0-9]+)?")) {
      value.notice(
          "matches only an image of this very name", "host/* for all images of a registry");
    }
    return text;
  }

  private static List<String> signers(Value value) {
    List<String> names = new ArrayList<>();
    List<Value> elements = value.list(SECRETS);
    for (Value element : elements) {
      element
          .text("the name of a Secret")
          .ifPresent(
              name -> {
                if (!SECRET.matcher(name).matches()) {
                  element.problem(
                      "is not the name of a Secret", "lower-case letters, digits, '-' and '.'");
                } else if (names.contains(name)) {
                  element.problem("is there twice", "once");
                } else {
                  names.add(name);
                }
              });
    }
    return names;
  }
}
