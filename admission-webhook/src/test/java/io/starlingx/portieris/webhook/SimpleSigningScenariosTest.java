/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.DockerRegistry;
import io.starlingx.portieris.testbed.PushedImage;
import io.starlingx.portieris.testbed.RegistryAccess;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.testbed.object.Namespaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Images with simple signatures, of a real registry that asks for a password, under policies of
 * both kinds on a real API server. The first pull secret of every namespace is a wrong one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class SimpleSigningScenariosTest {

  private final AtomicInteger namespaces = new AtomicInteger();
  private final RegisteredWebhook registered;
  private final DockerRegistry registry;
  private final DockerRegistry open;
  private final FaultyServer store;
  private final OpenPgpSigner first = new OpenPgpSigner("first <first@example.com>");
  private final OpenPgpSigner second = new OpenPgpSigner("second <second@example.com>");
  private final Map<String, PushedImage> images;
  private Scenario scenario;

  SimpleSigningScenariosTest(@TempDir Path directory) throws Exception {
    registered = new RegisteredWebhook(directory, true, "policySecrets: {namespaces: [keys]}");
    registered.admin().resource(Namespaces.of("keys")).create();
    registry =
        DockerRegistry.start(
            directory.resolve("registry"),
            registered.authority(),
            new RegistryAccess.Password("alice", "secret"));
    open = DockerRegistry.start(directory.resolve("open"), registered.authority());
    store = FaultyServer.start(registered.authority());
    store.answer("/", Answer.status(404));
    images =
        Map.of(
            "simple", push(registry, "simple", first, second),
            "another", push(registry, "another", second),
            "unsigned", push(registry, "unsigned"));
    push(open, "simple", first);
    PushedImage mirrored = registry.push("cise/remap/nginx", "simple", "remapped");
    store(
        "cise/remap/nginx",
        mirrored,
        1,
        first.sign(name("cise/nginx", "simple"), mirrored.digest()));
    scenario = new Scenario(registered, "unused");
  }

  private PushedImage push(DockerRegistry where, String tag, OpenPgpSigner... signers)
      throws Exception {
    PushedImage image = where.push("cise/nginx", tag, where.host() + tag);
    for (int i = 0; i < signers.length; i++) {
      String reference = where.host() + "/cise/nginx:" + tag;
      store("cise/nginx", image, i + 1, signers[i].sign(reference, image.digest()));
    }
    return image;
  }

  private void store(String repository, PushedImage image, int number, byte[] signature) {
    store.answer(
        "/%s@%s/signature-%d".formatted(repository, image.digest().replace(':', '='), number),
        Answer.of(200, "application/octet-stream", signature));
  }

  @AfterAll
  void stop() {
    store.close();
    open.close();
    registry.close();
    registered.close();
  }

  @BeforeEach
  void newNamespace() {
    scenario = new Scenario(registered, "simple-" + namespaces.incrementAndGet());
    scenario.pullSecrets(registry.host(), List.of("wrong", "secret"));
    for (String where : List.of(scenario.namespace(), "portieris", "keys")) {
      scenario.secret(where, "first", Map.of("key", first.publicKey()));
      scenario.secret(where, "second", Map.of("key", second.publicKey()));
    }
  }

  @AfterEach
  void removePolicies() {
    scenario.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyKindIsPinnedWhenItsImageIsSigned(WorkloadKind kind) {
    scenario.policy("ImagePolicy", signedBy("", "first"));

    assertThat(scenario.create(kind, 1, name("cise/nginx", "simple"))).isEqualTo(pinned("simple"));
  }

  @ParameterizedTest
  @EnumSource
  void everyKindIsRefusedWhenItsImageIsNotSigned(WorkloadKind kind) {
    scenario.policy("ImagePolicy", signedBy("", "first"));

    assertThat(scenario.refusal(kind, 1, name("cise/nginx", "unsigned")))
        .contains("A signature was required, but no signature exists");
  }

  @ParameterizedTest
  @EnumSource(names = {"DEPLOYMENT", "REPLICA_SET", "STATEFUL_SET", "REPLICATION_CONTROLLER"})
  void workloadsWithoutReplicasAreJudgedAsThoseWithSome(WorkloadKind kind) {
    scenario.policy("ImagePolicy", signedBy("", "first"));

    scenario.refusal(kind, 0, name("cise/nginx", "unsigned"));
    assertThat(scenario.create(kind, 0, name("cise/nginx", "simple"))).isEqualTo(pinned("simple"));
  }

  @ParameterizedTest
  @CsvSource({
    "ImagePolicy, first, simple, true",
    "ImagePolicy, first second, simple, true",
    "ImagePolicy, first, another, false",
    "ImagePolicy, first second, another, false",
    "ClusterImagePolicy, first, simple, true",
    "ClusterImagePolicy, first second, simple, true",
    "ClusterImagePolicy, first, another, false",
    "ClusterImagePolicy, first second, another, false",
  })
  void everyNamedSignerHasToHaveSigned(String kind, String keys, String tag, boolean admitted) {
    scenario.policy(kind, signedBy("", keys.split(" ")));

    if (admitted) {
      assertThat(scenario.create(WorkloadKind.DEPLOYMENT, 1, name("cise/nginx", tag)))
          .isEqualTo(pinned(tag));
    } else {
      scenario.refusal(WorkloadKind.DEPLOYMENT, 1, name("cise/nginx", tag));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ImagePolicy, true",
    "ImagePolicy, false",
    "ClusterImagePolicy, true",
    "ClusterImagePolicy, false"
  })
  void imagesArePinnedUnlessTheRuleSaysOtherwise(String kind, boolean mutate) {
    scenario.policy(kind, signedBy("mutateImage: " + mutate + ", ", "first"));

    assertThat(scenario.create(WorkloadKind.DEPLOYMENT, 1, name("cise/nginx", "simple")))
        .isEqualTo(mutate ? pinned("simple") : List.of(name("cise/nginx", "simple")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImagePolicy", "ClusterImagePolicy"})
  void whatIsAcceptedUnsignedIsPinnedAllTheSame(String kind) {
    scenario.policy(
        kind,
        "- {name: \"*\", policy: {simple: {requirements: [{type: insecureAcceptAnything}]}}}");

    assertThat(scenario.create(WorkloadKind.POD, 1, name("cise/nginx", "unsigned")))
        .isEqualTo(pinned("unsigned"));
  }

  /** Whichever replica is asked about the final object, it finds the rule. */
  @ParameterizedTest
  @CsvSource({
    "ImagePolicy, /cise/nginx:unsigned, false",
    "ClusterImagePolicy, /cise/nginx:unsigned, false",
    "ImagePolicy, /cise/*:unsigned, false",
    "ImagePolicy, /cise/nginx, true",
    "ImagePolicy, /cise/nginx:*|/cise/nginx, false",
  })
  void whatIsAcceptedUnsignedForSomeTagsOnlyKeepsItsTag(
      String kind, String patterns, boolean pinned) {
    String anything = "policy: {simple: {requirements: [{type: insecureAcceptAnything}]}}";
    String rules =
        Pattern.compile("\\|")
            .splitAsStream(patterns)
            .map(pattern -> "- {name: \"%s\", %s}".formatted(registry.host() + pattern, anything))
            .collect(Collectors.joining("\n"));
    scenario.policy(kind, rules);

    assertThat(scenario.create(WorkloadKind.POD, 1, name("cise/nginx", "unsigned")))
        .isEqualTo(pinned ? pinned("unsigned") : List.of(name("cise/nginx", "unsigned")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cise/nginx:simple", "/cise/nginx", "/cise/*"})
  void whatAMandatoryRuleHasPinnedPassesTheNamespacesRuleForItsName(String pattern) {
    scenario.policy(
        "ClusterImagePolicy", signedBy("", "first").replace("- {", "- {mandatory: true, "));
    scenario.policy(
        "ImagePolicy", "- {name: \"%s\", policy: {}}".formatted(registry.host() + pattern));

    assertThat(scenario.create(WorkloadKind.POD, 1, name("cise/nginx", "simple")))
        .isEqualTo(pinned("simple"));
    scenario.refusal(WorkloadKind.POD, 1, name("cise/nginx", "another"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImagePolicy", "ClusterImagePolicy"})
  void openRegistriesNeedNoPullSecret(String kind) {
    scenario.policy(
        kind,
        "- {name: \"%s/*\", policy: {simple: {storeURL: \"%s\", requirements: [%s]}}}"
            .formatted(open.host(), store.uri(""), requirement("first")));

    assertThat(scenario.create(WorkloadKind.POD, 1, open.host() + "/cise/nginx:simple").getFirst())
        .startsWith(open.host() + "/cise/nginx@sha256:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImagePolicy", "ClusterImagePolicy"})
  void keysMayLieInANamespaceThatTheChartNames(String kind) {
    scenario.policy(kind, rule("", "{type: signedBy, keySecret: first, keySecretNamespace: keys}"));

    assertThat(scenario.create(WorkloadKind.DEPLOYMENT, 1, name("cise/nginx", "simple")))
        .isEqualTo(pinned("simple"));
  }

  @Test
  void keysOfANamespaceThatTheChartDoesNotNameAreNotRead() {
    scenario.policy(
        "ImagePolicy",
        rule("", "{type: signedBy, keySecret: first, keySecretNamespace: portieris}"));

    assertThat(scenario.refusal(WorkloadKind.POD, 1, name("cise/nginx", "simple")))
        .contains("reason: POLICY");
  }

  @Test
  void mirroredImagesAreTrustedUnderTheNameThatWasSigned() {
    String identity =
        "signedIdentity: {type: remapIdentity, prefix: \"%1$s/cise/remap\", signedPrefix: \"%1$s/cise\"}"
            .formatted(registry.host());
    scenario.policy(
        "ImagePolicy", rule("", "{type: signedBy, keySecret: first, %s}".formatted(identity)));

    assertThat(
            scenario
                .create(WorkloadKind.DEPLOYMENT, 1, name("cise/remap/nginx", "simple"))
                .getFirst())
        .startsWith(registry.host() + "/cise/remap/nginx@sha256:");
  }

  @Test
  void aRuleForOneTagPassesItsImageInThePinnedFormAsWell() {
    scenario.policy(
        "ImagePolicy",
        "- {name: \"%s\", policy: {simple: {storeURL: \"%s\", requirements: [%s]}}}"
            .formatted(
                name("cise/nginx", "simple"),
                store.uri(""),
                "{type: signedBy, keySecret: first, signedIdentity: {type: matchExact}}"));

    assertThat(scenario.create(WorkloadKind.DEPLOYMENT, 1, name("cise/nginx", "simple")))
        .isEqualTo(pinned("simple"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"icr.io/portieris-authn/*", "icr.io/*/nginx", "icr.io/*/*"})
  void wildcardsMatchOneRepositoryOrMany(String pattern) {
    scenario.policy(
        "ImagePolicy", "- {name: \"%s\", policy: {trust: {enabled: false}}}".formatted(pattern));

    String image = "icr.io/portieris-authn/nginx:unsigned";
    assertThat(scenario.create(WorkloadKind.POD, 1, image)).containsExactly(image);
  }

  @Test
  void vulnerabilityRulesDenyAndAreNeverPassedOver() {
    scenario.policy(
        "ImagePolicy",
        "- {name: \"icr.io/*\", policy: {vulnerability: {ICCRVA: {enabled: true}}}}");

    assertThat(scenario.refusal(WorkloadKind.POD, 1, "icr.io/team/app:1"))
        .contains("reason: UNSUPPORTED");
  }

  private String name(String repository, String tag) {
    return registry.host() + "/" + repository + ":" + tag;
  }

  private List<String> pinned(String tag) {
    return List.of(
        registry.host() + "/cise/nginx@" + Objects.requireNonNull(images.get(tag), tag).digest());
  }

  private String signedBy(String more, String... keys) {
    return rule(
        more,
        String.join(
            ", ", List.of(keys).stream().map(SimpleSigningScenariosTest::requirement).toList()));
  }

  private String rule(String more, String requirements) {
    return "- {name: \"%s/cise/*\", policy: {%ssimple: {storeURL: \"%s\", requirements: [%s]}}}"
        .formatted(registry.host(), more, store.uri(""), requirements);
  }

  private static String requirement(String key) {
    return "{type: signedBy, keySecret: %s}".formatted(key);
  }
}
