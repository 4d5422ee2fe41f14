/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the serving certificate comes from. */
class ChartCertificatesTest {

  private static final String INLINE =
      "UseGeneratedCerts: {enabled: true, tlsCert: C, tlsKey: K, caCert: A}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | own-ca | true | true | false",
        "UseCertManager: true | files | false | false | true",
        "SkipSecretCreation: true | files | false | false | false",
        INLINE + " | files | true | false | false",
        "{UseCertManager: true, SkipSecretCreation: true} | files | false | false | true",
      })
  void eachModeBringsItsOwnObjects(
      String values, String source, boolean secret, boolean optional, boolean issued) {
    RenderedChart chart = render(values);

    assertThat(chart.config().at("/certificates/source").asText()).isEqualTo(source);
    assertThat(chart.find("Secret", "portieris-certs").isPresent()).isEqualTo(secret);
    assertThat(chart.find("Certificate", "portieris-certs").isPresent()).isEqualTo(issued);
    assertThat(chart.find("Issuer", "portieris").isPresent()).isEqualTo(issued);
    assertThat(chart.get("Role", "portieris").path("rules").toString().contains("\"secrets\""))
        .isEqualTo(source.equals("own-ca"));
    assertThat(certificateVolume(chart).at("/secret/optional").asBoolean()).isEqualTo(optional);
    assertThat(certificateVolume(chart).at("/secret/secretName").asText())
        .isEqualTo("portieris-certs");
  }

  private static JsonNode certificateVolume(RenderedChart chart) {
    return chart
        .pod()
        .path("volumes")
        .valueStream()
        .filter(volume -> volume.path("name").asText().equals("portieris-certs"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ownAuthorityShipsNoKeyAndNoData() {
    RenderedChart chart = render("");

    assertThat(chart.get("Secret", "portieris-certs").path("data").toString()).isEqualTo("{}");
    assertThat(chart.find("Secret", "portieris-ca")).isEmpty();
    assertThat(chart.objects().toString()).doesNotContain("PRIVATE KEY");
  }

  @Test
  void inlinePairBecomesTheSecret() {
    JsonNode data = render(INLINE).get("Secret", "portieris-certs").path("data");

    assertThat(data.toString()).isEqualTo("{\"tls.crt\":\"Qw==\",\"tls.key\":\"Sw==\"}");
  }

  @Test
  void ownAuthorityLeavesASecretOfSomebodyElseAlone() {
    RenderedChart chart =
        render(
            "portieris",
            "",
            "1.34.4",
            Map.of("Secret portieris-certs", "{\"metadata\":{\"name\":\"portieris-certs\"}}"));

    assertThat(chart.find("Secret", "portieris-certs")).isEmpty();
  }

  @Test
  void ownAuthorityKeepsTheSecretOfAnEarlierRevision() {
    RenderedChart chart =
        render(
            "portieris",
            "",
            "1.34.4",
            Map.of(
                "Secret portieris-certs",
                "{\"metadata\":{\"annotations\":{\"meta.helm.sh/release-name\":\"portieris\"}}}"));

    assertThat(chart.find("Secret", "portieris-certs")).isPresent();
  }

  @Test
  void certificateNamesTheServiceInEveryForm() {
    RenderedChart chart = render("UseCertManager: true");
    JsonNode spec = chart.get("Certificate", "portieris-certs").path("spec");

    assertThat(spec.path("dnsNames").toString())
        .isEqualTo("[\"portieris.trust.svc\",\"portieris.trust\",\"portieris\"]");
    assertThat(spec.path("secretName").asText()).isEqualTo("portieris-certs");
    assertThat(spec.path("commonName").asText()).isEqualTo("portieris");
    assertThat(spec.at("/privateKey/encoding").asText()).isEqualTo("PKCS8");
    assertThat(
            chart
                .get("MutatingWebhookConfiguration", "image-admission-config")
                .at("/metadata/annotations")
                .path("cert-manager.io/inject-ca-from")
                .asText())
        .isEqualTo("trust/portieris-certs");
  }

  @ParameterizedTest
  @CsvSource({
    "https://hooks.example.com:8000, /dnsNames/3, hooks.example.com",
    "https://192.0.2.10:8000/x, /ipAddresses/0, 192.0.2.10",
    "https://[2001:db8::1]:8000, /ipAddresses/0, 2001:db8::1",
  })
  void certificateNamesTheHostOfTheUrl(String url, String at, String host) {
    JsonNode spec =
        render("{UseCertManager: true, webHooks: {url: '" + url + "'}}")
            .get("Certificate", "portieris-certs")
            .path("spec");

    assertThat(spec.at(at).asText()).isEqualTo(host);
  }

  /** Self-signed, it would be distrusted as soon as it is renewed, before pods have the next. */
  @Test
  void certificateIsOfAnAuthorityThatKeepsItsKey() {
    RenderedChart chart = render("UseCertManager: true");
    JsonNode authority = chart.get("Certificate", "portieris-issuer").path("spec");

    assertThat(authority.path("isCA").asBoolean()).isTrue();
    assertThat(authority.at("/privateKey/rotationPolicy").asText()).isEqualTo("Never");
    assertThat(authority.at("/issuerRef/name").asText()).isEqualTo("portieris");
    assertThat(chart.get("Issuer", "portieris-issuer").at("/spec/ca/secretName"))
        .isEqualTo(authority.path("secretName"));
    assertThat(chart.get("Certificate", "portieris-certs").at("/spec/issuerRef/name").asText())
        .isEqualTo("portieris-issuer");
  }

  @Test
  void existingIssuerIsUsedAsItIs() {
    RenderedChart chart =
        render(
            """
            UseCertManager: true
            certManagerIssuer: {skipCreation: true, kind: ClusterIssuer, name: system-local-ca}
            """);

    assertThat(chart.ofKind("ClusterIssuer")).isEmpty();
    assertThat(chart.ofKind("Issuer")).isEmpty();
    assertThat(chart.ofKind("Certificate")).hasSize(1);
    assertThat(chart.get("Certificate", "portieris-certs").at("/spec/issuerRef").toString())
        .isEqualTo(
            "{\"group\":\"cert-manager.io\",\"kind\":\"ClusterIssuer\","
                + "\"name\":\"system-local-ca\"}");
  }

  @Test
  void trustedAuthoritiesBecomeTheSecretThatIsMounted() {
    String base64 =
        Base64.getMimeEncoder()
            .encodeToString(
                "# two\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
                    .getBytes(StandardCharsets.US_ASCII));
    RenderedChart chart = render("TrustedCACert: |\n  " + base64.replace("\r\n", "\n  ") + "\n");

    assertThat(chart.get("Secret", "trusted-cert").at("/data/trustedcert.pem").asText())
        .isEqualTo(base64.replaceAll("\\s", ""));
    assertThat(chart.pod().path("volumes").toString())
        .contains("{\"secretName\":\"trusted-cert\",\"optional\":true}");
    assertThat(render("").find("Secret", "trusted-cert")).isEmpty();
  }
}
