/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.notary.Signer;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which secrets and credentials a rule may use, and whose they are. */
class RuleSecretsTest extends ImageTrustFixture {

  @Test
  void signersOfAClusterPolicyComeFromTheWebhooksNamespaceNeverFromTheWorkloads() {
    secrets.put("team/alice", found("alice", "attacker's key"));
    String policy = withSigners("{\"name\":\"alice\"}");

    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.POLICY,
        "could not get signerSecret from your cluster, secrets \"alice\" not found");

    secrets.put("portieris/alice", found("alice", "key"));
    decide("nginx", cluster(rule("*", policy)));
    assertThat(requests.getLast().signers()).containsExactly(new Signer("alice", "key"));
  }

  @Test
  void aNamespacedPolicyReadsAnotherNamespaceOnlyWhereTheOperatorAllowsIt() {
    secrets.put("shared/alice", found("alice", "key"));
    secrets.put("other/alice", found("alice", "key"));

    decide(
        "nginx",
        namespaced(rule("*", withSigners("{\"name\":\"alice\",\"namespace\":\"shared\"}"))));
    assertThat(requests).hasSize(1);
    assertRefused(
        decide(
            "nginx",
            namespaced(rule("*", withSigners("{\"name\":\"alice\",\"namespace\":\"other\"}")))),
        ReasonCode.POLICY,
        "policySecrets.namespaces");
  }

  @Test
  void aSignerSecretWithoutItsFieldsIsRefusedAndOneThatCannotBeReadIsUnavailable() {
    secrets.put("portieris/alice", found("alice", " "));
    secrets.put("portieris/bob", new SecretLookup.Unreadable("timed out"));

    assertRefused(
        decide("nginx", cluster(rule("*", withSigners("{\"name\":\"alice\"}")))),
        ReasonCode.POLICY,
        "name or publicKey field in secret alice is empty",
        "secret \"alice\" in namespace \"portieris\" must hold");
    assertThat(
            decide("nginx", cluster(rule("*", withSigners("{\"name\":\"bob\"}")))).verdict().code())
        .isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @Test
  void aRootSecretMustHoldExactlyOneKindOfAnchor() {
    secrets.put("portieris/root", new SecretLookup.Found(Map.of(), ""));
    String policy = TRUST.replace("\"enabled\"", "\"root\":{\"secretName\":\"root\"},\"enabled\"");

    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.POLICY,
        "secret \"root\" in namespace \"portieris\" must hold exactly one of publicKeys and ca");
    secrets.put("portieris/root", new SecretLookup.Found(Map.of("ca", new byte[] {1}), ""));
    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.POLICY,
        "secret \"root\" in namespace \"portieris\" holds no usable PEM");
  }

  @Test
  void theWebhooksOwnPullSecretsNeverGoToAServerThatATenantNames() {
    decide("reg.test/a", cluster(rule("*", TRUST)));
    assertThat(requests.getLast().credentials())
        .containsExactly(new Credentials.Basic("webhook", "pw"));

    decide("reg.test/a", namespaced(rule("*", TRUST)));
    assertThat(requests.getLast().credentials()).isEmpty();
  }

  @Test
  void norToAServerThatTheOperatorNamesForAnotherRegistry() {
    ImageTrust engine =
        engine(
            new TrustSettings(
                List.of(),
                List.of(
                    new ServerEntry("other.test", List.of(URI.create("https://n.test")), List.of()),
                    new ServerEntry("same.test", List.of(URI.create("https://n.test")), List.of())),
                true,
                false,
                List.of(),
                "portieris",
                deadline ->
                    CredentialStore.of(
                        List.of(
                            "{\"auths\":{\"*.test\":{\"username\":\"webhook\",\"password\":\"pw\"}}}"
                                .getBytes(UTF_8))),
                Duration.ZERO));

    engine.decide(query("reg.test/a", namespaced(rule("*", TRUST))), context());
    assertThat(requests.getLast().credentials()).isEmpty();
    engine.decide(query("same.test/a", namespaced(rule("*", TRUST))), context());
    assertThat(requests.getLast().credentials()).hasSize(1);
  }

  @Test
  void keysComeFromTheEntryKeyOfTheirSecret() {
    String policy = simple("{\"type\":\"signedBy\",\"keySecret\":\"k\"}");
    assertRefused(
        decide("nginx", cluster(rule("*", policy))), ReasonCode.POLICY, "secrets \"k\" not found");
    secrets.put("portieris/k", new SecretLookup.Found(Map.of(), ""));
    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.POLICY,
        "secret \"k\" in \"portieris\" does not contain a \"key\" attribute");
    secrets.put("portieris/k", new SecretLookup.Found(Map.of("key", new byte[0]), ""));
    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.POLICY,
        "Key: empty",
        "secret \"k\" in namespace \"portieris\" must hold OpenPGP public keys");

    secrets.put("portieris/k", keys());
    assertThat(decide("nginx", cluster(rule("*", policy))).replacement()).isPresent();
    assertThat(signatureRequests).singleElement().matches(r -> r.signers().size() == 1);
  }

  @Test
  void theStoresPasswordComesFromItsSecretAndNeverGoesOverPlainHttp() {
    secrets.put("portieris/k", keys());
    secrets.put("portieris/s", new SecretLookup.Found(Map.of("username", new byte[] {'u'}), ""));
    String policy =
        simple("{\"type\":\"signedBy\",\"keySecret\":\"k\"}")
            .replace(
                "{\"requirements\"",
                "{\"storeURL\":\"https://s.test/x\",\"storeSecret\":\"s\",\"requirements\"");
    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.POLICY,
        "secret: s, does not contain password",
        "secret \"s\" in namespace \"portieris\" must hold \"username\" and \"password\"");

    secrets.put(
        "portieris/s",
        new SecretLookup.Found(
            Map.of("username", new byte[] {'u'}, "password", new byte[] {'p'}), ""));
    decide("nginx", cluster(rule("*", policy)));
    assertThat(signatureRequests.getLast().store().orElseThrow().credentials())
        .containsExactly(new Credentials.Basic("u", "p"));

    ImageDecision plain = decide("nginx", cluster(rule("*", policy.replace("https", "http"))));
    assertThat(plain.warnings()).singleElement().asString().contains("http://s.test/x");
    assertThat(signatureRequests.getLast().store().orElseThrow().credentials()).isEmpty();
  }

  private static String withSigners(String signers) {
    return TRUST.replace("\"enabled\"", "\"signerSecrets\":[" + signers + "],\"enabled\"");
  }

  private static SecretLookup found(String name, String key) {
    return new SecretLookup.Found(
        Map.of("name", name.getBytes(UTF_8), "publicKey", key.getBytes(UTF_8)), "Opaque");
  }
}
