/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapReader;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapResult;
import io.starlingx.portieris.sysinv.overrides.Overrides;
import io.starlingx.portieris.sysinv.overrides.OverridesText;
import io.starlingx.portieris.sysinv.overrides.StaticOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The values that StarlingX gives the chart: the application's own, and a bootstrap file's. */
class PlatformValuesTest {

  private static final String IMAGE = "docker.io/starlingx/portieris-webhook";

  @TempDir Path directory;

  @Test
  void applicationsOwnValuesRender() throws IOException {
    RenderedChart chart = render("portieris-portieris", staticOverrides(), "1.24.4");

    assertThat(chart.container().path("image").asText()).isEqualTo(IMAGE + ":1.0.0");
    assertThat(
            chart
                .webhook()
                .at("/namespaceSelector/matchExpressions/0/values")
                .valueStream()
                .map(JsonNode::asText))
        .startsWith(RenderedChart.NAMESPACE, "kube-system", "flux-helm");
    assertThat(chart.find("ClusterImagePolicy", "portieris-permissive")).isPresent();
    assertThat(chart.find("Certificate", "portieris-certs")).isPresent();
    assertThat(chart.pod().path("tolerations")).hasSize(2);
    assertThat(chart.get("ServiceAccount", "portieris").at("/imagePullSecrets/0/name").asText())
        .isEqualTo("default-registry-key");
  }

  @Test
  void bootstrapFileBecomesPoliciesAndTrustServers() throws IOException {
    RenderedChart chart =
        bootstrapped(
            """
            docker_registries:
              icr.io: {url: registry.example.com/icr}
            docker_http_proxy: http://proxy.example.com:3128
            docker_no_proxy: [notary.example.com]
            image_trust:
              notary_servers:
                defaults: {url: "https://notary.example.com:4443"}
                icr.io: {urls: ["https://n1.example.com:4443", "https://n2.example.com:4443"]}
              policies:
                - name: base
                  repositories:
                    - {name: "icr.io/team/*", trust: true, signers: [alice-pub]}
                    - {name: "quay.io/*", policy: {}}
                - name: web
                  namespace: team-a
                  repositories: [{name: "docker.io/*", trust: true}]
              excluded_namespaces: [monitor]
              replicas: 2
              failure_policy: Ignore
            """);

    JsonNode rule = chart.get("ClusterImagePolicy", "bootstrap-base").at("/spec/repositories/0");
    assertThat(rule.at("/name").asText()).isEqualTo("icr.io/team/*");
    assertThat(rule.at("/policy/trust/enabled").asBoolean()).isTrue();
    assertThat(rule.at("/policy/trust/trustServers")).hasSize(2);
    assertThat(rule.at("/policy/trust/signerSecrets/0/name").asText()).isEqualTo("alice-pub");
    assertThat(chart.identities())
        .contains("ImagePolicy team-a/bootstrap-web", "Namespace team-a")
        .doesNotContain("ClusterImagePolicy portieris-permissive");
    assertThat(chart.config().at("/trust/servers").findValuesAsText("registry"))
        .contains("defaults", "icr.io");
    assertThat(chart.config().at("/trust/identities").findValuesAsText("prefix"))
        .contains("registry.local:9001/icr.io", "registry.example.com/icr");
    assertThat(chart.config().at("/proxy/no").toString()).contains("notary.example.com");
    assertThat(chart.deployment().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(chart.webhook().path("failurePolicy").asText()).isEqualTo("Ignore");
    assertThat(chart.webhook().at("/namespaceSelector").toString())
        .contains("kube-system", "monitor");
    assertThat(chart.container().path("image").asText())
        .isEqualTo("registry.local:9001/" + IMAGE + ":1.0.0");
  }

  private RenderedChart bootstrapped(String bootstrap) throws IOException {
    Path file = Files.writeString(directory.resolve("localhost.yml"), bootstrap);
    BootstrapResult result = new BootstrapReader(InstantSource.system()).read(List.of(file));
    assertThat(result).isInstanceOf(BootstrapResult.Valid.class);
    StaticOverrides application = StaticOverrides.parse(staticOverrides());
    Overrides overrides = Overrides.of(((BootstrapResult.Valid) result).config(), application);
    return render(new OverridesText(overrides, application).values(IMAGE));
  }

  private static String staticOverrides() throws IOException {
    return Files.readString(
            RenderedChart.root()
                .resolve("manifests/fluxcd/portieris/portieris-static-overrides.yaml"))
        .replace("@IMAGE_REPOSITORY@", IMAGE)
        .replace("@IMAGE_TAG@", "1.0.0")
        .replace("@IMAGE_DIGEST@", "");
  }
}
