/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Definitions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server takes and keeps of a policy. */
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrdOnApiServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;

  CrdOnApiServerTest(ControlPlane plane) {
    this.client = plane.client();
  }

  @BeforeAll
  void define() throws Exception {
    for (Path file : definitions().toList()) {
      Definitions.serve(client, Files.readString(file));
    }
  }

  @AfterAll
  void close() {
    client.close();
  }

  static Stream<Path> definitions() {
    return Stream.of("imagepolicies.yaml", "clusterimagepolicies.yaml")
        .map(RenderedChart.chart().resolve("crds")::resolve);
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void schemaIsStructural(Path file) {
    CustomResourceDefinition live =
        client.apiextensions().v1().customResourceDefinitions().load(file.toFile()).get();

    assertThat(live.getStatus().getConditions())
        .noneMatch(condition -> condition.getType().equals("NonStructuralSchema"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImagePolicy", "ClusterImagePolicy"})
  void keepsEveryFieldThatEarlierReleasesKnow(String kind) throws Exception {
    assertKept(
        kind,
        """
        repositories:
          - name: "*"
            policy: {}
          - name: icr.io/*
          - name: de.icr.io/a/*
            policy:
              mutateImage: false
              trust:
                enabled: true
                trustServer: https://notary.example.com:4443
                signerSecrets:
                  - name: alice
                  - name: bob
              simple:
                storeURL: https://store.example.com
                storeSecret: store
                requirements:
                  - {type: insecureAcceptAnything}
                  - {type: reject}
                  - type: signedBy
                    keySecret: key
                    keySecretNamespace: keys
                    signedIdentity:
                      type: remapIdentity
                      prefix: icr.io/a
                      signedPrefix: icr.io/b
                  - {type: signedBy, keySecret: k, signedIdentity: {type: ""}}
                  - type: signedBy
                    keySecret: k
                    signedIdentity: {type: matchExactReference, dockerReference: "a/b:1"}
                  - type: signedBy
                    keySecret: k
                    signedIdentity: {type: matchExactRepository, dockerRepository: a/b}
              vulnerability:
                ICCRVA: {enabled: true, account: abc}
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ImagePolicy | {}",
        "ImagePolicy | {repositories: []}",
        "ClusterImagePolicy | {repositories: []}",
        "ImagePolicy | {repositories: [{name: a, policy: null}]}",
        "ImagePolicy | {repositories: [{policy: {trust: {enabled: false}}}]}",
      })
  void keepsPoliciesWithoutChecks(String kind, String spec) throws Exception {
    assertKept(kind, spec);
  }

  @Test
  void takesAnAbsentPolicyWrittenAsNullInAClusterPolicy() throws Exception {
    JsonNode stored = store("ClusterImagePolicy", "{repositories: [{name: a, policy: null}]}");

    assertThat(stored.at("/repositories/0/name").asText()).isEqualTo("a");
    assertThat(stored.at("/repositories/0/policy").isObject()).isFalse();
  }

  @Test
  void takesRequirementsWrittenAsNull() throws Exception {
    assertKept(
        "ImagePolicy", "{repositories: [{name: a, policy: {simple: {requirements: null}}}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{repository: []}",
        "{repositories: [{name: a, trust: {enabled: true}}]}",
        "{repositories: [{name: a, policy: {cosign: {keys: [k]}}}]}",
        "{repositories: [{name: a, policy: {trust: {enable: true}}}]}",
        "{repositories: [{name: a, policy: {trust: {signerSecrets: [{nam: x}]}}}]}",
        "{repositories: [{name: a, policy: {trust: {root: {firstUse: Allow, keys: [a]}}}}]}",
        "{repositories: [{name: a, policy: {simple: {simpleStore: x}}}]}",
        "{repositories: [{name: a, policy: {simple: {requirements: [{type: reject, x: 1}]}}}]}",
        "{repositories: [{name: a, policy: {simple: {requirements:"
            + " [{type: reject, signedIdentity: {type: '', x: 1}}]}}}]}",
        "{repositories: [{name: a, policy: {vulnerability: {x: 1, ICCRVA: {x: 1}}}}]}",
      })
  void keepsWhatNobodyKnows(String spec) throws Exception {
    assertKept("ImagePolicy", spec);
    assertKept("ClusterImagePolicy", spec);
  }

  @Test
  void keepsTheNewFields() throws Exception {
    assertKept(
        "ClusterImagePolicy",
        """
        exemptions:
          - image: icr.io/a@sha256:%064d
            reason: outage
            until: "2026-12-01T00:00:00Z"
        repositories:
          - name: a
            mode: Warn
            mandatory: true
            policy:
              trust:
                enabled: true
                trustServers: ["https://n1:4443", "https://n2:4443/base"]
                require: 1
                signerSecrets: [{name: alice, namespace: keys}]
                root: {keyIds: ["%064x"], firstUse: Deny}
              simple:
                requirements: [{type: signedBy, keySecret: k, storeSecretNamespace: s}]
          - name: b
            policy: {trust: {require: any, root: {ca: "-----BEGIN CERTIFICATE-----"}}}
          - name: c
            policy: {trust: {require: "2", root: {firstUse: Allow}}}
        """
            .formatted(0, 10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: a, mode: warn} | spec.repositories[0].mode",
        "{name: a, policy: {trust: {trustServer: 'https://a', trustServers: ['https://b']}}}"
            + " | trustServers excludes trustServer",
        "{name: a, policy: {trust: {trustServers: ['n1:4443']}}}"
            + " | spec.repositories[0].policy.trust.trustServers[0]",
        "{name: a, policy: {trust: {require: 0}}} | spec.repositories[0].policy.trust.require",
        "{name: a, policy: {trust: {require: some}}} | spec.repositories[0].policy.trust.require",
        "{name: a, policy: {trust: {root: {}}}}"
            + " | one of keyIds, publicKeys, ca, secretName and firstUse must be given",
        "{name: a, policy: {trust: {root: {secretName: s, ca: '-----BEGIN CERTIFICATE-----'}}}}"
            + " | only one of keyIds, publicKeys, ca and secretName may be given",
        "{name: a, policy: {trust: {root: {keyIds: [abc]}}}}"
            + " | spec.repositories[0].policy.trust.root.keyIds[0]",
        "{name: a, policy: {trust: {root: {publicKeys: ['-----BEGIN CERTIFICATE-----']}}}}"
            + " | spec.repositories[0].policy.trust.root.publicKeys[0]",
        "{name: a, policy: {trust: {root: {firstUse: Maybe}}}}"
            + " | spec.repositories[0].policy.trust.root.firstUse",
      })
  void refusesMistakesInTheNewFields(String rule, String complaint) {
    for (String kind : new String[] {"ImagePolicy", "ClusterImagePolicy"}) {
      assertThatThrownBy(() -> store(kind, "{repositories: [" + rule + "]}"))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(complaint);
    }
  }

  @Test
  void refusesMandatoryRulesOfANamespace() throws Exception {
    String spec = "{repositories: [{name: a, mandatory: true}]}";

    assertThatThrownBy(() -> store("ImagePolicy", spec))
        .hasMessageContaining("only a ClusterImagePolicy may hold mandatory rules");
    assertKept("ClusterImagePolicy", spec);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{image: 'icr.io/a:1', reason: r, until: '2026-12-01T00:00:00Z'} | exemptions[0].image",
        "{image: 'a@sha256:"
            + "0000000000000000000000000000000000000000000000000000000000000000',"
            + " until: '2026-12-01T00:00:00Z'} | exemptions[0].reason",
        "{image: 'a@sha256:"
            + "0000000000000000000000000000000000000000000000000000000000000000',"
            + " reason: r, until: tomorrow} | exemptions[0].until",
      })
  void refusesExemptionsWithoutDigestReasonOrEnd(String exemption, String complaint) {
    assertThatThrownBy(() -> store("ClusterImagePolicy", "{exemptions: [" + exemption + "]}"))
        .hasMessageContaining(complaint);
  }

  @Test
  void takesAsManyRulesAsAnObjectCanHold() throws Exception {
    StringBuilder rules = new StringBuilder("repositories:\n");
    for (int i = 0; i < 2000; i++) {
      rules.append("  - {name: r.io/").append(i).append(", policy: {trust: {enabled: true}}}\n");
    }

    assertThat(store("ClusterImagePolicy", rules.toString()).path("repositories")).hasSize(2000);
  }

  private void assertKept(String kind, String spec) throws Exception {
    assertThat(store(kind, spec)).isEqualTo(RenderedChart.documents(spec).getFirst());
  }

  /** Writes a policy, reads it back, deletes it and tells its spec. */
  private JsonNode store(String kind, String spec) throws Exception {
    JsonNode object =
        JSON.valueToTree(
            Map.of(
                "apiVersion",
                "portieris.cloud.ibm.com/v1",
                "kind",
                kind,
                "metadata",
                kind.equals("ImagePolicy")
                    ? Map.of("name", "kept", "namespace", "default")
                    : Map.of("name", "kept"),
                "spec",
                RenderedChart.documents(spec).getFirst()));
    GenericKubernetesResource policy = JSON.treeToValue(object, GenericKubernetesResource.class);
    client.resource(policy).create();
    try {
      String path =
          "/apis/portieris.cloud.ibm.com/v1/"
              + (kind.equals("ImagePolicy")
                  ? "namespaces/default/imagepolicies/kept"
                  : "clusterimagepolicies/kept");
      return JSON.readTree(client.raw(path)).path("spec");
    } finally {
      client.resource(policy).delete();
    }
  }
}
