/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.documents;
import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration file that the webhook reads; it takes no key that is not here. */
class ChartConfigTest {

  private static final String DEFAULTS =
      """
      namespace: trust
      service: portieris
      url: ""
      port: 8000
      metricsPort: 8080
      timeoutSeconds: 15
      certificates:
        source: own-ca
        directory: /etc/certs
        caSecret: portieris-ca
        webhookConfiguration: image-admission-config
      trustedCaDirectory: /etc/portieris-trusted-ca
      trust:
        firstUse: Allow
        freshness: 30s
        staleGrace: 10m
        tokenRealms: []
        allowedAddresses: []
        insecureRegistries: []
        registries: []
        pullSecrets: []
        identities: []
        servers: []
      policySecrets: {namespaces: []}
      proxy: {http: "", https: "", "no": []}
      logging: {level: info, format: text}
      policies: {allowNamespacedModes: false}
      events: {enabled: true}
      tracing: {endpoint: "", percent: 100}
      scan: {enabled: false, interval: 1h, namespaces: [], excludedNamespaces: [trust]}
      """;

  @Test
  void holdsExactlyTheKnownKeys() {
    assertThat(render("").config()).isEqualTo(documents(DEFAULTS).getFirst());
  }

  @Test
  void takesDigitsAsTextForNumbersAsThePlatformHandsThemOver() {
    RenderedChart chart =
        render(
            """
            replicaCount: "2"
            service: {port: "443", targetPort: "9443", metricsPort: "9080"}
            webHooks: {timeoutSeconds: "9"}
            """);

    assertThat(chart.config().path("port").isInt()).isTrue();
    assertThat(chart.config().path("metricsPort").asInt()).isEqualTo(9080);
    assertThat(chart.config().path("timeoutSeconds").asInt()).isEqualTo(9);
  }

  @Test
  void carriesTheValues() {
    JsonNode config =
        render(
                """
                webHooks: {url: 'https://192.0.2.10:8000', timeoutSeconds: 9}
                service: {targetPort: 9443, metricsPort: 9080}
                trust:
                  firstUse: Deny
                  tokenRealms: [auth.example.com]
                  identities: [{prefix: 'registry.local:9001/icr.io', signedPrefix: icr.io}]
                  servers:
                    - {registry: icr.io, urls: ['https://n:4443'], caCert: "line\\nline: '#'\\n"}
                policySecrets: {namespaces: [keys]}
                logging: {level: debug, format: json}
                """)
            .config();

    assertThat(config.path("url").asText()).isEqualTo("https://192.0.2.10:8000");
    assertThat(config.path("timeoutSeconds").asInt()).isEqualTo(9);
    assertThat(config.path("port").asInt()).isEqualTo(9443);
    assertThat(config.path("metricsPort").asInt()).isEqualTo(9080);
    assertThat(config.at("/trust/firstUse").asText()).isEqualTo("Deny");
    assertThat(config.at("/trust/staleGrace").asText()).isEqualTo("10m");
    assertThat(config.at("/trust/tokenRealms/0").asText()).isEqualTo("auth.example.com");
    assertThat(config.at("/trust/identities/0/signedPrefix").asText()).isEqualTo("icr.io");
    assertThat(config.at("/trust/servers/0/caCert").asText()).isEqualTo("line\nline: '#'\n");
    assertThat(config.at("/policySecrets/namespaces/0").asText()).isEqualTo("keys");
    assertThat(config.at("/logging/format").asText()).isEqualTo("json");
  }

  /** Each form that the webhook reads. */
  @ParameterizedTest
  @CsvSource({
    "tokenRealms, auth.example.com:8443",
    "tokenRealms, https://auth.example.com/token",
    "tokenRealms, https://auth.example.com/token?service=x&scope=y",
    "tokenRealms, https://auth.example.com?service=x",
    "allowedAddresses, 127.0.0.1",
    "allowedAddresses, 127.0.0.1:443",
    "allowedAddresses, 10.0.0.0/8",
    "allowedAddresses, 10.0.0.0/8:443",
    "allowedAddresses, '[fd00::1]:443'",
    "allowedAddresses, fd00::/8:443",
  })
  void everyFormOfAnEntryArrives(String key, String entry) {
    assertThat(render("trust: {%s: ['%s']}".formatted(key, entry)).config().at("/trust/" + key))
        .extracting(JsonNode::asText)
        .containsExactly(entry);
  }

  /** A bare {@code no} is a boolean to YAML 1.1, which Helm reads, and text to YAML 1.2. */
  @ParameterizedTest
  @ValueSource(strings = {"proxy: {no: [.example.com]}", "proxy: {\"no\": [.example.com]}"})
  void proxyExceptionsArriveQuotedOrNot(String values) {
    JsonNode proxy = render(values).config().path("proxy");

    assertThat(proxy.path("no").valueStream().map(JsonNode::asText))
        .isEqualTo(List.of(".example.com"));
    assertThat(proxy.size()).isEqualTo(3);
  }
}
