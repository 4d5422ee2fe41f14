/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.starlingx.portieris.trust.Identity;
import io.starlingx.portieris.trust.http.ProxySettings;
import io.starlingx.portieris.webhook.config.CertificateSettings.Source;
import io.starlingx.portieris.webhook.config.LoggingSettings.Verbosity;
import io.starlingx.portieris.webhook.log.LogFormat;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {

  @Test
  void readsEveryKey() throws Exception {
    WebhookConfig config =
        ConfigReader.read(
            """
            namespace: trust
            service: guard
            url: https://guard.example.com:9443
            port: 8443
            metricsPort: 9090
            timeoutSeconds: 20
            certificates: {source: files, directory: /c, caSecret: ca, webhookConfiguration: hooks}
            trustedCaDirectory: /t
            trust:
              firstUse: Deny
              freshness: 1m
              staleGrace: 0s
              tokenRealms: [auth.example.com]
              allowedAddresses: ["127.0.0.1:4443"]
              insecureRegistries: [registry.local:5000]
              pullSecrets: [default-registry-key]
              identities: [{prefix: "registry.local:9001/icr.io", signedPrefix: icr.io}]
              servers: [{registry: icr.io, urls: ["https://notary.example.com:4443/"], caCert: ""}]
            policySecrets: {namespaces: [keys]}
            policies: {allowNamespacedModes: true}
            proxy: {http: "http://proxy:3128", https: "http://proxy:3128", "no": [.local]}
            logging: {level: debug, format: json}
            events: {enabled: true}
            tracing: {endpoint: "http://collector:4318/", percent: 5}
            scan: {enabled: true, interval: 10m, namespaces: [a], excludedNamespaces: [b]}
            """,
            "test");

    assertThat(config.namespace()).isEqualTo("trust");
    assertThat(config.names())
        .containsExactly("guard", "guard.trust", "guard.trust.svc", "guard.example.com");
    assertThat(config.port()).isEqualTo(8443);
    assertThat(config.metricsPort()).isEqualTo(9090);
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.certificates())
        .isEqualTo(new CertificateSettings(Source.FILES, Path.of("/c"), "ca", "hooks"));
    assertThat(config.trustedCaDirectory()).isEqualTo(Path.of("/t"));
    assertThat(config.trust().firstUse()).isFalse();
    assertThat(config.trust().freshness()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.trust().staleGrace()).isEqualTo(Duration.ZERO);
    assertThat(config.trust().tokenRealms()).containsExactly("auth.example.com");
    assertThat(config.trust().allowedAddresses()).containsExactly("127.0.0.1:4443");
    assertThat(config.trust().registries().url("registry.local:5000", "/v2/")).hasScheme("http");
    assertThat(config.trust().pullSecrets()).containsExactly("default-registry-key");
    assertThat(config.trust().identities())
        .containsExactly(new Identity("registry.local:9001/icr.io", "icr.io"));
    assertThat(config.trust().servers().getFirst().urls())
        .containsExactly(URI.create("https://notary.example.com:4443"));
    assertThat(config.trust().secretNamespaces()).containsExactly("keys");
    assertThat(config.namespacedModes()).isTrue();
    assertThat(config.observation())
        .isEqualTo(
            new ObservationSettings(
                true,
                new ScanSettings(true, Duration.ofMinutes(10), List.of("a"), List.of("b")),
                new TracingSettings(
                    Optional.of(URI.create("http://collector:4318/v1/traces")), 5)));
    URI proxy = URI.create("http://proxy:3128");
    assertThat(config.proxy())
        .isEqualTo(new ProxySettings(Optional.of(proxy), Optional.of(proxy), List.of(".local")));
    assertThat(config.logging()).isEqualTo(new LoggingSettings(Verbosity.DEBUG, LogFormat.JSON));
  }

  @Test
  void knowsTheDefaults() throws Exception {
    WebhookConfig config = ConfigReader.read("namespace: portieris", "test");

    assertThat(config.namespacedModes()).isFalse();
    assertThat(config.names())
        .containsExactly("portieris", "portieris.portieris", "portieris.portieris.svc");
    assertThat(config.port()).isEqualTo(8000);
    assertThat(config.metricsPort()).isEqualTo(8080);
    assertThat(config.certificates())
        .isEqualTo(
            new CertificateSettings(
                Source.OWN_CA, Path.of("/etc/certs"), "portieris-ca", "image-admission-config"));
    assertThat(config.trust().firstUse()).isTrue();
    assertThat(config.trust().freshness()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.trust().staleGrace()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.proxy()).isEqualTo(ProxySettings.none());
    assertThat(config.logging()).isEqualTo(new LoggingSettings(Verbosity.INFO, LogFormat.TEXT));
  }

  @Test
  void putsTheAddressOfAUrlIntoTheNames() throws Exception {
    assertThat(ConfigReader.read("namespace: p\nurl: https://[fd00::7]:8000", "test").names())
        .contains("fd00::7");
  }

  @Test
  void reportsEveryMistakeAtOnceWithItsKey() {
    List<String> problems =
        problems(
            """
            url: http://guard.example.com
            port: 70000
            timeoutSeconds: "20"
            certificates: {source: vault, sauce: x}
            trust:
              firstUse: yes
              freshness: 30 seconds
              tokenRealms: auth.example.com
              allowedAddresses: [everything]
              insecureRegistries: ["http://registry.test"]
              registries:
                - {registry: "own.test/team", caCert: ""}
                - {registry: own.test, caCert: none}
              identities:
                - {prefix: a}
                - {prefix: "https://own.test/a", signedPrefix: b}
                - {prefix: "/", signedPrefix: "//"}
              servers:
                - {registry: icr.io, urls: [ftp://x], caCert: "not a certificate"}
                - {registry: quay.io, urls: ["https://u:secret@n.test", "https://n.test?a=b"]}
                - {registry: quay.io, urls: ["https://n.test"]}
                - {registry: "https://own.test", urls: ["https://n.test"]}
            policySecrets: []
            proxy: {http: "proxy:3128"}
            logging: {level: loud}
            """);

    assertThat(problems)
        .contains(
            "namespace: must be given",
            "url: must be an https URL with a host",
            "port: must be a whole number from 1 to 65535",
            "timeoutSeconds: must be a whole number from 1 to 30",
            "certificates.source: must be one of own-ca, files",
            "certificates.sauce: unknown key; accepted here: source, directory, caSecret,"
                + " webhookConfiguration",
            "trust.firstUse: must be text",
            "trust.freshness: must be a duration such as 500ms, 30s, 10m or 1h",
            "trust.tokenRealms: must be a list",
            "trust.insecureRegistries: \"http://registry.test\" is not the host[:port] of a"
                + " registry",
            "trust.registries[0].registry: \"own.test/team\" is not the host[:port] of a registry",
            "trust.registries[0].caCert: must hold at least one certificate",
            "trust.registries[1].caCert: must be certificates in PEM, or base64 of that",
            "trust.identities[0].signedPrefix: must be given",
            "trust.identities[1].prefix: \"https://own.test/a\" is not the beginning of an image's"
                + " name",
            "trust.identities[2].prefix: \"/\" is not the beginning of an image's name",
            "trust.identities[2].signedPrefix: \"//\" is not the beginning of an image's name",
            "trust.servers[2].registry: \"quay.io\" has an entry already, whose URLs count",
            "trust.servers[3].registry: \"https://own.test\" is not the host[:port] of a registry",
            "trust.servers[0].urls: \"ftp://x\" is not an http or https URL without query",
            "trust.servers[1].urls: a URL must not hold a user or password, name a pull secret",
            "trust.servers[1].urls: \"https://n.test?a=b\" is not an http or https URL without"
                + " query",
            "trust.servers[0].caCert: must be certificates in PEM, or base64 of that",
            "policySecrets: must be a mapping",
            "proxy.http: must be a URL such as http://proxy.example.com:3128",
            "logging.level: must be one of error, warn, info, debug, trace")
        .noneMatch(problem -> problem.contains("secret@"))
        .anyMatch(problem -> problem.startsWith("trust.allowedAddresses: "));
  }

  @Test
  void refusesTheSameKeyTwice() {
    assertThat(problems("namespace: a\nnamespace: b")).first().asString().startsWith("it is not");
  }

  @Test
  void refusesWhatIsNoMapping() {
    assertThat(problems("- a")).contains("the file: must be a mapping");
    assertThat(problems("")).contains("namespace: must be given");
    assertThat(problems("a: [")).first().asString().startsWith("it is not YAML");
  }

  @Test
  void namesAFileThatIsNotThere(@TempDir Path directory) {
    Path file = directory.resolve("webhook.yaml");

    assertThat(catchThrowableOfType(InvalidConfigException.class, () -> ConfigReader.read(file)))
        .hasMessageContaining(file + " cannot be used:");
  }

  @Test
  void refusesAScanWithoutPause() {
    assertThat(problems("namespace: n\nscan: {interval: 1s, enabled: maybe}"))
        .containsExactlyInAnyOrder(
            "scan.interval: must be at least 1m", "scan.enabled: must be true or false");
  }

  private static List<String> problems(String yaml) {
    return catchThrowableOfType(InvalidConfigException.class, () -> ConfigReader.read(yaml, "test"))
        .problems();
  }
}
