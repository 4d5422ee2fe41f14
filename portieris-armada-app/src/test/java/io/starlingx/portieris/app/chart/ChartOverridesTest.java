/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static io.starlingx.portieris.app.chart.RenderedChart.root;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.sysinv.overrides.Overrides;
import io.starlingx.portieris.sysinv.overrides.OverridesText;
import io.starlingx.portieris.sysinv.overrides.StaticOverrides;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyReader;
import io.starlingx.portieris.trust.policy.RepositoryRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bootstrap files turn into, rendered by the chart that it is for. */
class ChartOverridesTest {

  @ParameterizedTest
  @ValueSource(strings = {"simplex-air-gapped", "duplex-notary", "several-files"})
  void policiesOfTheDocumentedExamplesAreUsable(String example) throws IOException {
    List<ImagePolicy> policies =
        example(example).objects().stream()
            .filter(object -> object.path("kind").asText().endsWith("ImagePolicy"))
            .map(PolicyReader::read)
            .filter(policy -> policy.name().startsWith("bootstrap-"))
            .toList();

    assertThat(policies).isNotEmpty();
    assertThat(policies.stream().flatMap(policy -> policy.repositories().stream()))
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.problems()).isEmpty())
        .extracting(RepositoryRule::name)
        .doesNotContain("");
  }

  @Test
  void everyPartOfTheConfigurationReachesTheWebhook() throws IOException {
    RenderedChart chart = example("duplex-notary");
    JsonNode config = chart.config();

    assertThat(config.at("/trust/servers/0/urls/1").asText())
        .isEqualTo("https://notary-b.example.com:4443");
    assertThat(config.at("/trust/identities")).hasSize(8);
    assertThat(config.at("/proxy/https").asText()).isEqualTo("http://proxy.example.com:3128");
    assertThat(config.at("/proxy/no").toString()).contains("registry.local");
    assertThat(chart.deployment().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(chart.webhook().at("/failurePolicy").asText()).isEqualTo("Fail");
    assertThat(chart.webhook().at("/namespaceSelector").toString()).contains("monitoring");
    assertThat(pem(config.at("/trust/servers/1/caCert").asText())).contains("-----END");
    assertThat(pem(chart.get("Secret", "trusted-cert").at("/data/trustedcert.pem").asText()))
        .isEqualTo(
            Files.readString(
                root().resolve("docs/starlingx/examples/duplex-notary/notary-ca.pem")));
  }

  @Test
  void completeValuesKeepWhatTheApplicationSaysItself() throws IOException {
    StaticOverrides application =
        StaticOverrides.parse(
            Files.readString(
                    root().resolve("manifests/fluxcd/portieris/portieris-static-overrides.yaml"))
                .replace("@IMAGE_TAG@", "1.0.0")
                .replace("@IMAGE_DIGEST@", ""));
    Overrides overrides =
        new Overrides(Map.of("portieris", Map.of("portieris", Map.of("replicaCount", 2))));

    RenderedChart chart = render(new OverridesText(overrides, application).values("a.io/b"));

    assertThat(chart.container().at("/image").asText())
        .isEqualTo("registry.local:9001/a.io/b:1.0.0");
    assertThat(chart.identities()).contains("ClusterImagePolicy portieris-permissive");
    assertThat(chart.webhook().at("/namespaceSelector").toString()).contains("kube-system");
  }

  @ParameterizedTest
  @ValueSource(strings = {"simplex-air-gapped", "duplex-notary", "several-files"})
  void everyKeyIsOneOfTheChartsOwn(String example) throws IOException {
    JsonNode known = RenderedChart.document(RenderedChart.chart().resolve("values.yaml"));
    RenderedChart.document(file(example))
        .properties()
        .forEach(
            group -> {
              assertThat(known.has(group.getKey())).as(group.getKey()).isTrue();
              group
                  .getValue()
                  .fieldNames()
                  .forEachRemaining(
                      key -> assertThat(known.path(group.getKey()).has(key)).as(key).isTrue());
            });
  }

  private static RenderedChart example(String name) throws IOException {
    return render(Files.readString(file(name)));
  }

  private static Path file(String example) {
    return root().resolve("docs/starlingx/examples").resolve(example).resolve("overrides.yaml");
  }

  private static String pem(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
  }
}
