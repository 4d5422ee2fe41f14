/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that the chart refuses, and that the message names the key. */
class ChartRefusalsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicaCount: three | /replicaCount",
        "replicaCount: -1 | /replicaCount",
        "image: {tag: 1.0} | /image/tag",
        "image: {repository: ''} | /image/repository",
        "image: {digest: 'sha256:12'} | /image/digest",
        "image: {pullSecrets: [{name: a}]} | /image/pullSecrets/0",
        "webHooks: {timeoutSeconds: 31} | /webHooks/timeoutSeconds",
        "webHooks: {timeoutSeconds: 0} | /webHooks/timeoutSeconds",
        "webHooks: {failurePolicy: fail} | /webHooks/failurePolicy",
        "webHooks: {url: 'http://192.0.2.10:8000'} | /webHooks/url",
        "webHooks: {timeout: 3} | timeout",
        "PolicySet: permissive | /PolicySet",
        "trust: {firstuse: Deny} | firstuse",
        "trust: {freshness: 30} | /trust/freshness",
        "trust: {staleGrace: '10 min'} | /trust/staleGrace",
        "trust: {servers: [{registry: icr.io}]} | /trust/servers/0",
        "trust: {servers: [{registry: icr.io, urls: ['n1:4443']}]} | /trust/servers/0/urls/0",
        "trust: {servers: [{registry: 'https://icr.io', urls: ['https://n1']}]} |"
            + " /trust/servers/0/registry",
        "trust: {identities: [{prefix: a}]} | /trust/identities/0",
        "trust: {identities: [{prefix: 'https://a/b', signedPrefix: b}]} |"
            + " /trust/identities/0/prefix",
        "trust: {insecureRegistries: ['http://a:5000']} | /trust/insecureRegistries/0",
        "trust: {registries: [{registry: a/b, caCert: x}]} | /trust/registries/0/registry",
        "trust: {allowedAddresses: [notary.example.com]} | /trust/allowedAddresses/0",
        "trust: {allowedAddresses: ['10.0.0.0/8:']} | /trust/allowedAddresses/0",
        "trust: {tokenRealms: ['auth.example.com/token']} | /trust/tokenRealms/0",
        "trust: {tokenRealms: ['auth.example.com?service=x']} | /trust/tokenRealms/0",
        "trust: {tokenRealms: ['https://auth.example.com/token?a b']} | /trust/tokenRealms/0",
        "scan: {interval: 30s} | /scan/interval",
        "tracing: {endpoint: 'collector:4318'} | /tracing/endpoint",
        "proxy: {http: 'http://user:secret@proxy:3128'} | /proxy/http",
        "policies: {cluster: [{repositories: []}]} | /policies/cluster/0",
        "policies: {namespaced: [{name: a, repositories: []}]} | /policies/namespaced/0",
        "policies: {cluster: [{name: Not_A_Name, repositories: []}]} | /policies/cluster/0/name",
        "policies: {allowNamespacedModes: 'yes'} | /policies/allowNamespacedModes",
        "excludedNamespaces: kube-system | /excludedNamespaces",
        "proxy: {https: 'proxy:3128'} | /proxy/https",
        "logging: {level: chatty} | /logging/level",
        "service: {port: 0} | /service/port",
        "UseCertManager: 'yes' | /UseCertManager",
        "NamespaceSelectorAdmissionSkip: {} | /NamespaceSelectorAdmissionSkip",
      })
  void schemaNamesTheKey(String values, String key) {
    assertThatThrownBy(() -> render(values))
        .hasMessageContaining("don't meet the specifications of the schema")
        .hasMessageContaining(key);
  }

  @Test
  void leftOverImageKeyIsNoOtherProgram() {
    assertThatThrownBy(() -> render("image: {host: icr.io/portieris, image: portieris}"))
        .hasMessageContaining("image.image (portieris)")
        .hasMessageContaining("set image.repository and image.tag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.14.2", "v0.13.28", "v0.7.0-rc1"})
  void leftOverTagIsNoOtherProgram(String tag) {
    assertThatThrownBy(() -> render("image: {tag: " + tag + "}"))
        .hasMessageContaining("image.tag (" + tag + ")")
        .hasMessageContaining("image.repository and image.tag");
  }

  @ParameterizedTest
  @CsvSource({
    "'UseGeneratedCerts: {enabled: true}', UseGeneratedCerts.tlsCert",
    "'UseGeneratedCerts: {enabled: true, tlsCert: a}', UseGeneratedCerts.tlsKey",
    "'UseGeneratedCerts: {enabled: true, tlsCert: a, tlsKey: b}', UseGeneratedCerts.caCert",
  })
  void inlineCertificateMustBeWhole(String values, String key) {
    assertThatThrownBy(() -> render(values)).hasMessageContaining(key + " is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQo=",
        "/etc/ssl/ca.pem",
        "bm90IGEgY2VydA=="
      })
  void trustedAuthorityMustBeBase64OfCertificates(String value) {
    assertThatThrownBy(() -> render("TrustedCACert: " + value))
        .hasMessageContaining("TrustedCACert must be base64 of one or more PEM certificates");
  }

  /** Helm's way to take a default away. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "TrustedCACert: null",
        "deploymentAnnotations: null",
        "podAnnotations: null",
        "nodeSelector: null",
        "tolerations: null",
        "affinity: null",
        "resources: null",
        "priorityClass: null",
        "securityContext: {runAsUser: null}",
        "image: {host: null, pullSecret: null}",
        "{nameOverride: null, fullnameOverride: null}",
      })
  void defaultsMayBeTakenAway(String values) {
    assertThat(render(values).identities()).isEqualTo(render("").identities());
  }

  /** The platform writes keys of its own beside ours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "reconcile_trigger: 1764130000",
        "PostUpgradePolicy: Fail",
        "ReapplyAdmissionWebhook: false",
        "images: {tags: {portieris: 'icr.io/a:1'}}",
        "image: {registry: icr.io}",
        "global: {region: x}",
      })
  void keysOfThePlatformArePassedOver(String values) {
    assertThat(render(values).identities()).isEqualTo(render("").identities());
  }
}
