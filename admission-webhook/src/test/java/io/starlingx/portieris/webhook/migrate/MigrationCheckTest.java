/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.starlingx.portieris.testbed.object.Definitions;
import io.starlingx.portieris.testbed.object.Pods;
import io.starlingx.portieris.trust.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What upstream's webhook would decide otherwise, on one cluster for all tests. */
class MigrationCheckTest extends GuardedCluster {

  MigrationCheckTest(@TempDir Path directory) throws Exception {
    super(directory);
  }

  @Test
  void findsNothingWhereBothDecideAlike() throws IOException {
    policy("own", "- {name: \"icr.io/*\", " + TRUST + "}");
    pod("web", "icr.io/team/app:1");
    deployment("icr.io/team/app:1");

    assertThat(mine()).isEmpty();
  }

  @Test
  void findsAnImageWhoseFullNameARuleMatches() throws IOException {
    policy("own", "- {name: \"docker.io/*\", " + TRUST + "}");
    pod("web", "nginx:1");

    assertThat(mine())
        .containsExactly(
            new MigrationFinding(
                "spellings",
                "Pod " + namespace + "/web, image nginx:1",
                "no rule matches, so it is denied",
                "ImagePolicy " + namespace + "/own, repository docker.io/*, checks it",
                "write the rule that is meant with the image's full name"));
  }

  @Test
  void anotherRuleThatAsksForTheSameIsNoChange() throws IOException {
    policy(
        "own", "- {name: \"*\", " + TRUST + "}\n- {name: \"docker.io/library/*\", " + TRUST + "}");
    pod("web", "nginx:1");

    assertThat(mine()).isEmpty();
  }

  @Test
  void findsAMirroredImageThatIsMatchedByItsSignedName() throws IOException {
    policy("own", "- {name: \"*\", policy: {}}\n- {name: \"icr.io/*\", " + TRUST + "}");
    pod("web", "registry.local:9001/icr.io/app:1");

    assertThat(mine()).isEmpty();
    identities = List.of(new Identity("registry.local:9001/icr.io", "icr.io"));
    assertThat(checks()).containsExactly("spellings");
  }

  @Test
  void findsADigestThatIsNoLongerReplaced() throws IOException {
    policy("own", "- {name: \"icr.io/*\", " + TRUST + "}");
    pod("web", "icr.io/app@" + DIGEST);

    assertThat(mine())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("digests");
              assertThat(finding.before()).contains("that signed for latest replaces it");
            });
  }

  @Test
  void findsTagAndDigestUnderSimpleSigning() throws IOException {
    policy(
        "own",
        "- {name: \"icr.io/*\", policy: {simple: {requirements: [{type:"
            + " insecureAcceptAnything}]}}}");
    pod("web", "icr.io/app:1@" + DIGEST);
    pod("plain", "icr.io/app@" + DIGEST);

    assertThat(mine())
        .singleElement()
        .satisfies(finding -> assertThat(finding.object()).contains("/web, image icr.io/app:1@"));
  }

  @Test
  void findsAnImageThatNoOwnerCarries() throws IOException {
    policy("own", "- {name: \"icr.io/*\", " + TRUST + "}\n- {name: \"free.io/*\", policy: {}}");
    String uid = replicaSet("icr.io/app:1");
    owned("good", uid, "true", "- {name: app, image: \"icr.io/app:1\"}");
    owned(
        "injected",
        uid,
        "true",
        "- {name: app, image: \"icr.io/app:1\"}\n    - {name: side, image: \"icr.io/side:1\"}\n"
            + "    - {name: free, image: \"free.io/side:1\"}");
    owned(
        "forged",
        "00000000-0000-0000-0000-000000000000",
        "true",
        "- {name: app, image: \"icr.io/app:1\"}");
    owned("uncontrolled", uid, "false", "- {name: app, image: \"icr.io/app:1\"}");

    assertThat(mine())
        .extracting(MigrationFinding::object)
        .containsExactlyInAnyOrder(
            "Pod " + namespace + "/injected, image icr.io/side:1",
            "Pod " + namespace + "/forged, image icr.io/app:1",
            "Pod " + namespace + "/uncontrolled, image icr.io/app:1");
    assertThat(checks()).containsOnly("owners");
  }

  @Test
  void findsAnEphemeralContainer() throws IOException {
    policy("own", "- {name: \"icr.io/*\", " + TRUST + "}\n- {name: \"free.io/*\", policy: {}}");
    Pod pod = pod("web", "icr.io/app:1");
    Pods.debug(client, pod, "icr.io/debug:1");

    assertThat(mine())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("unseen-images");
              assertThat(finding.object()).endsWith("icr.io/debug:1 (ephemeralContainers)");
            });
  }

  @Test
  void findsTwoNamesOfOneImageThatDifferentRulesDecideAbout() throws IOException {
    policy("own", "- {name: \"docker.io/*\", policy: {}}\n- {name: \"nginx*\", " + TRUST + "}");
    pods(
        "web",
        "- {name: a, image: \"nginx:1\"}\n    - {name: b, image: \"docker.io/library/nginx:1\"}");

    assertThat(checks()).contains("same-name");
  }

  @Test
  void findsASecretThatIsReadFromAnotherNamespace() throws IOException {
    clusterPolicy(
        "signers",
        """
        - name: "signed.io/*"
          policy: {trust: {enabled: true, trustServer: "https://n.example.com", signerSecrets: [{name: alice}]}}
        - name: "stated.io/*"
          policy: {trust: {enabled: true, trustServer: "https://n.example.com", signerSecrets: [{name: alice, namespace: keys}]}}
        """);
    secret(namespace, "alice", Map.of("name", "alice", "publicKey", "K"));
    pod("web", "signed.io/app:1");

    assertThat(of("ClusterImagePolicy signers"))
        .containsExactly(
            new MigrationFinding(
                "secrets",
                "ClusterImagePolicy signers, repository signed.io/*, Secret alice",
                "read from the namespace of each workload",
                "read from portieris, where it is missing; not the same in " + namespace,
                "create it in portieris, or state its namespace in the policy"));

    secret("portieris", "alice", Map.of("name", "alice", "publicKey", "K"));
    assertThat(of("ClusterImagePolicy signers")).isEmpty();
    client.secrets().inNamespace(namespace).withName("alice").delete();
    assertThat(of("ClusterImagePolicy signers"))
        .extracting(MigrationFinding::here)
        .containsExactly("read from portieris; not the same in " + namespace);
  }

  @Test
  void findsKeysAndStoresOfSimpleSigningThatAreReadElsewhere() throws IOException {
    clusterPolicy(
        "keys",
        """
        - name: "simple.io/*"
          policy: {simple: {storeURL: "https://s.example.com", storeSecret: store, requirements: [
            {type: signedBy, keySecret: bob}, {type: signedBy, keySecret: eve, keySecretNamespace: keys}]}}
        """);

    assertThat(of("ClusterImagePolicy keys"))
        .extracting(MigrationFinding::object)
        .containsExactly(
            "ClusterImagePolicy keys, repository simple.io/*, Secret bob",
            "ClusterImagePolicy keys, repository simple.io/*, Secret store");
  }

  @Test
  void findsASecretThatANamespaceMayNotName() throws IOException {
    policy(
        "own",
        "- {name: \"icr.io/*\", policy: {simple: {requirements: ["
            + "{type: signedBy, keySecret: bob, keySecretNamespace: keys}]}}}");

    assertThat(mine())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.mend())
                    .isEqualTo("list keys in the chart's policySecrets.namespaces"));
    secretNamespaces = List.of("keys");
    assertThat(mine()).isEmpty();
  }

  @Test
  void findsTwoSecretsOfOneSigner() throws IOException {
    secret(namespace, "old", Map.of("name", "alice", "publicKey", "A"));
    secret(namespace, "new", Map.of("name", "alice", "publicKey", "B"));
    policy(
        "own",
        "- {name: \"icr.io/*\", policy: {trust: {enabled: true, trustServer:"
            + " \"https://n.example.com\", signerSecrets: [{name: old}, {name: new}]}}}");

    assertThat(checks()).containsExactly("same-signer");
  }

  @Test
  void findsAPullSecretThatFitsByTheKubeletsRules() throws IOException {
    policy("own", "- {name: \"*\", " + TRUST + "}");
    secret(
        namespace,
        "ports",
        Map.of(
            ".dockerconfigjson",
            "{\"auths\":{\"reg.io:5000\":{\"username\":\"u\",\"password\":\"p\"},"
                + "\"bare.io\":{\"username\":\"u\",\"password\":\"p\"}}}"));
    pods(
        "web",
        "- {name: a, image: \"reg.io:5000/app:1\"}\n    - {name: b, image: \"bare.io/app:1\"}\n"
            + "    - {name: c, image: \"other.io/app:1\"}\n  imagePullSecrets: [{name: ports}]");

    assertThat(of("Secret " + namespace + "/"))
        .extracting(MigrationFinding::object)
        .containsExactly("Secret " + namespace + "/ports, registry reg.io:5000");
  }

  @Test
  void findsRulesThatAreDecidedOtherwiseWhateverRuns() throws IOException {
    policy(
        "own",
        """
        - {name: "scan.io/*", policy: {vulnerability: {ICCRVA: {enabled: true}}}}
        - {name: "typo.io/*", policy: {trust: {enable: true}}}
        - {name: "key.io/*", policy: {simple: {requirements: [{type: signedBy}]}}}
        - {name: "plain.io/*", policy: {trust: {enabled: true, trustServer: "http://n.example.com"}}}
        - {name: "inside.io/*", policy: {trust: {enabled: true, trustServer: "https://127.0.0.1:4443"}}}
        - {name: "both.io/*", policy: {trust: {enabled: true, trustServer: "https://n.example.com"},
            simple: {requirements: [{type: insecureAcceptAnything}], storeURL: "http://s.example.com"}}}
        """);

    assertThat(checks())
        .containsExactlyInAnyOrder(
            "vulnerability",
            "unusable-rules",
            "plain-http",
            "inside-addresses",
            "both-mechanisms",
            "plain-http");
    allowedAddresses = List.of("127.0.0.1:4443");
    assertThat(checks()).doesNotContain("inside-addresses");
  }

  @Test
  void findsAnotherTrustServer() throws IOException {
    policy("own", "- {name: \"*\", policy: {trust: {enabled: true}}}");
    pod("hub", "nginx:1");
    pod("look-alike", "evildocker.io/app:1");
    pod("other", "icr.io/app:1");

    assertThat(mine())
        .extracting(MigrationFinding::object)
        .containsExactly("Pod " + namespace + "/look-alike, image evildocker.io/app:1");
    trustServers = List.of("icr.io");
    assertThat(mine()).hasSize(2);
  }

  @Test
  void findsTheLeftOverDefaultPolicy() throws IOException {
    clusterPolicy("default", "- {name: \"allowed.io/*\", policy: {}}");

    assertThat(of("ClusterImagePolicy default"))
        .extracting(MigrationFinding::check)
        .containsExactly("left-over-default");
  }

  @Test
  void findsKindsOfOthersThatShareAName() throws Exception {
    Definitions.serve(
        client,
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: jobs.batch.example.com}
        spec:
          group: batch.example.com
          scope: Namespaced
          names: {kind: Job, listKind: JobList, plural: jobs, singular: job}
          versions:
            - name: v1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object}}
        """);

    assertThat(of("jobs.batch.example.com")).hasSize(1);
  }
}
