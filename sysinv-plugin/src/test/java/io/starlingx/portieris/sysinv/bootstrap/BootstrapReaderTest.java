/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapReaderTest {

  private static final String VAULTED =
      """
      !vault |
            $ANSIBLE_VAULT;1.1;AES256
            6231336539
      """;

  @TempDir Path directory;
  private BootstrapFiles files = new BootstrapFiles(Path.of("."));

  @BeforeEach
  void setUp() {
    files = new BootstrapFiles(directory);
  }

  @Test
  void passesOverWhatIsNotOurs() {
    BootstrapConfig config =
        config(
            """
            # comment
            admin_password: "{{ vault_admin_password }}"
            ansible_become_pass: %s
            other: !unsafe '{{ x }}'
            more: !custom {a: 1, ? [b] : 2}
            when: 2026-01-01
            list: [1, yes, ~, .inf]
            """
                .formatted(VAULTED));

    assertThat(config.imageTrust()).isEmpty();
    assertThat(config.systemCa()).isEmpty();
    assertThat(config.proxy().isDirect()).isTrue();
  }

  @Test
  void readsFileWithByteOrderMarkAndWindowsLines() {
    assertThat(section("\uFEFFimage_trust:\r\n  replicas: 2\r\n").replicas()).hasValue(2);
  }

  @Test
  void laterFileReplacesVariableAsAWhole() {
    ImageTrustSection section =
        section(
            "image_trust: {replicas: 2, failure_policy: Fail}\nb: 1\n",
            "image_trust: {replicas: 3}\n");

    assertThat(section.replicas()).hasValue(3);
    assertThat(section.failurePolicy()).isEmpty();
  }

  @Test
  void mistakeInReplacedVariableDoesNotCount() {
    assertThat(section("image_trust: {replicas: x}\n", "image_trust: {replicas: 3}\n").replicas())
        .hasValue(3);
  }

  @Test
  void takesVariableFromItsVaultNameAndFromAReference() {
    assertThat(section("vault_image_trust: {replicas: 4}\n").replicas()).hasValue(4);
    assertThat(
            section("image_trust: '{{ site_trust }}'\n", "site_trust: {replicas: 5}\n").replicas())
        .hasValue(5);
  }

  @Test
  void referencesInACircleAreAProblem() {
    assertThat(problems("image_trust: '{{ a }}'\na: '{{ b }}'\nb: '{{ a }}'\n"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("Jinja"));
  }

  @Test
  void mergesMappingsBehindOwnKeys() {
    ImageTrustSection section =
        section(
            """
            base: &base {replicas: 2, failure_policy: Ignore}
            more: &more {replicas: 9, excluded_namespaces: [a]}
            image_trust:
              <<: [*base, *more]
              failure_policy: Fail
            """);

    assertThat(section.replicas()).hasValue(2);
    assertThat(section.failurePolicy()).contains("Fail");
    assertThat(section.excludedNamespaces()).containsExactly("a");
  }

  @Test
  void nullSectionsCountAsAbsent() {
    BootstrapConfig config =
        config(
            """
            docker_registries:
            ssl_ca_cert: ~
            docker_no_proxy:
            applications:
            image_trust:
            """);
    assertThat(config.imageTrust()).isEmpty();
  }

  @Test
  void vaultedValueThatIsNotNeededIsOneNotice() {
    assertThat(
            notices(
                """
                admin_password: %s
                docker_registries:
                  icr.io:
                    username: u
                    password: %s
                """
                    .formatted(VAULTED, VAULTED.replace("\n", "\n  "))))
        .containsExactly("2 vaulted values were not read (line 1, 8)");
  }

  @Test
  void vaultedUrlMattersOnlyWhileIdentitiesAreNotStated() {
    String registries = "docker_registries:\n  icr.io:\n    url: " + VAULTED;
    assertThat(problems(registries)).hasSize(1);
    assertThat(
            config(registries + "image_trust: {identities: [{prefix: a.io, signed_prefix: b.io}]}")
                .mirrors())
        .containsExactly(new Mirror("a.io", "b.io"));
  }

  @Test
  void vaultFileIsANoticeWhileAnotherFileIsClear() {
    assertThat(notices("$ANSIBLE_VAULT;1.1;AES256\n62\n", "a: 1\n"))
        .containsExactly("is an Ansible vault file and was not read");
  }

  @Test
  void onlyVaultFilesAreAProblem() {
    assertThat(problems("$ANSIBLE_VAULT;1.1;AES256\n62\n"))
        .extracting(Finding::what)
        .containsExactly("no variables can be read");
  }

  @Test
  void everyKnownRegistryIsHeldByTheLocalOne() {
    assertThat(config("a: 1\n").mirrors())
        .hasSize(8)
        .contains(new Mirror("registry.local:9001/icr.io", "icr.io"))
        .contains(new Mirror("registry.local:9001/registry.k8s.io", "registry.k8s.io"));
  }

  @Test
  void registryWithItsOwnUrlIsMirroredThereAndTheNarrowerPrefixComesFirst() {
    assertThat(
            config(
                    """
                    docker_registries:
                      docker.io: {url: harbor.example.com}
                      icr.io: {url: harbor.example.com/icr/}
                      quay.io: {url: quay.io}
                      gcr.io: {url: "[2001:db8::1]:5000/gcr"}
                      defaults: {url: other.example.com}
                    """)
                .mirrors())
        .hasSize(11)
        .containsSubsequence(
            new Mirror("harbor.example.com/icr", "icr.io"),
            new Mirror("harbor.example.com", "docker.io"))
        .contains(new Mirror("[2001:db8::1]:5000/gcr", "gcr.io"));
  }

  @Test
  void urlThatTwoRegistriesShareIsNobodysMirror() {
    String yaml =
        """
        docker_registries:
          docker.io: {url: harbor.example.com}
          icr.io: {url: harbor.example.com}
        """;
    assertThat(config(yaml).mirrors()).hasSize(8);
    assertThat(notices(yaml)).singleElement().asString().startsWith("docker.io, icr.io share");
  }

  @Test
  void statedIdentitiesReplaceTheDefaults() {
    assertThat(
            config(
                    """
                    docker_registries: {icr.io: {url: harbor.example.com}}
                    image_trust:
                      identities: []
                    """)
                .mirrors())
        .isEmpty();
  }

  @Test
  void proxyBringsThePlatformsOwnExceptionsAndNoCredentials() {
    String yaml =
        """
        docker_http_proxy: http://user:pass@proxy.example.com:3128/
        docker_no_proxy: [192.0.2.1, "2001:db8::1", a.example.com]
        """;
    assertThat(config(yaml).proxy())
        .isEqualTo(
            new OutboundProxy(
                Optional.of("http://proxy.example.com:3128"),
                Optional.empty(),
                List.of(
                    "192.0.2.1",
                    "2001:db8::1",
                    "a.example.com",
                    "localhost",
                    "127.0.0.1",
                    "registry.local",
                    ".svc",
                    ".cluster.local")));
    assertThat(notices(yaml)).singleElement().asString().contains("credentials");
  }

  @Test
  void defaultsOfTrustServersAreMergedUnderEveryEntry() {
    String ca = base64("notary-ca.pem");
    ImageTrustSection section =
        section(
            """
            image_trust:
              notary_servers:
                defaults: {url: "https://n.example.com/", ca_cert: %s}
                icr.io:
                quay.io: {urls: ["https://a.example.com", "https://b.example.com"]}
            """
                .formatted(ca));

    assertThat(section.servers())
        .extracting(NotaryServer::registry, NotaryServer::urls)
        .containsExactly(
            tuple("defaults", List.of("https://n.example.com")),
            tuple("icr.io", List.of("https://n.example.com")),
            tuple("quay.io", List.of("https://a.example.com", "https://b.example.com")));
    assertThat(section.servers()).allSatisfy(server -> assertThat(server.ca()).isPresent());
  }

  @Test
  void defaultsWithoutUrlAreNoServer() {
    assertThat(
            section(
                    "image_trust: {notary_servers: {defaults: {ca_cert: %s}}}"
                        .formatted(base64("notary-ca.pem")))
                .servers())
        .isEmpty();
  }

  @Test
  void trustIsResolvedByHostThenMirrorThenDefaults() {
    ImageTrustSection section =
        section(
            """
            image_trust:
              notary_servers:
                defaults: {url: "https://d"}
                icr.io: {url: "https://i"}
                docker.io: {url: "https://h"}
                localhost:5000: {url: "https://l"}
              policies:
                - name: a
                  repositories:
                    - {name: "icr.io/*", trust: true}
                    - {name: "registry.local:9001/icr.io/x", trust: true}
                    - {name: "nginx", trust: true}
                    - {name: "library/nginx", trust: true}
                    - {name: "localhost:5000/*", trust: true}
                    - {name: "quay.io/*", trust: true}
                    - {name: "*.icr.io/*", trust: true}
            """);

    assertThat(section.policies().getFirst().repositories())
        .extracting(rule -> trust(rule).get("trustServer"))
        .containsExactly(
            "https://i",
            "https://i",
            "https://h",
            "https://h",
            "https://l",
            "https://d",
            "https://d");
  }

  @Test
  void patternWithStarInItsHostIsNoticedWhereItCoversAnotherServersRegistry() {
    assertThat(
            notices(
                """
                image_trust:
                  notary_servers:
                    defaults: {url: "https://d"}
                    us.icr.io: {url: "https://i"}
                  policies: [{name: a, repositories: [{name: "*.icr.io/*", trust: true}]}]
                """))
        .containsExactly(
            "asks the server of defaults for us.icr.io too, unless another rule matches better");
  }

  @Test
  void trustCarriesServersSignersAndRoot() {
    ImageTrustSection section =
        section(
            """
            image_trust:
              notary_servers:
                icr.io:
                  urls: ["https://a", "https://b"]
                  root_ca_cert: %s
              policies:
                - name: a
                  namespace: team
                  repositories: [{name: "icr.io/*", trust: true, signers: [s1, s2]}]
            """
                .formatted(base64("root-ca.pem")));

    TrustPolicy policy = section.policies().getFirst();
    assertThat(policy.name()).isEqualTo("bootstrap-a");
    assertThat(policy.namespace()).contains("team");
    assertThat(trust(policy.repositories().getFirst()))
        .containsEntry("enabled", true)
        .containsEntry("trustServers", List.of("https://a", "https://b"))
        .containsEntry("signerSecrets", List.of(Map.of("name", "s1"), Map.of("name", "s2")))
        .containsEntry(
            "root",
            Map.of(
                "ca",
                new String(BootstrapFiles.resource("root-ca.pem"), StandardCharsets.US_ASCII)))
        .doesNotContainKey("trustServer");
  }

  @Test
  void policyObjectIsKeptAsWritten() {
    ImageTrustSection section =
        section(
            """
            image_trust:
              policies:
                - name: a
                  repositories:
                    - name: "icr.io/*"
                      policy:
                        mutateImage: false
                        trust: {enabled: true, require: 1, signerSecrets: [{name: s}]}
            """);

    assertThat(section.policies().getFirst().repositories().getFirst().policy())
        .isEqualTo(
            Map.of(
                "mutateImage",
                false,
                "trust",
                Map.of(
                    "enabled", true, "require", 1, "signerSecrets", List.of(Map.of("name", "s")))));
  }

  @Test
  void disabledSectionIsStillChecked() {
    assertThat(problems("image_trust: {enabled: false, replicas: x}\n")).hasSize(1);
    assertThat(section("image_trust: {enabled: false, replicas: 2}\n").enabled()).isFalse();
  }

  @Test
  void neverShowsSecrets() {
    String yaml =
        """
        admin_password: s3cret
        docker_registries:
          icr.io: {url: "https://s3cret@a", username: s3cret, password: s3cret, type: s3cret, secure: s3cret}
        docker_http_proxy: "http://s3cret:s3cret@[x"
        docker_no_proxy: ["s3cret s3cret"]
        ssl_ca_cert: s3cret
        applications: [{"s3cret:s3cret": }]
        image_trust:
          "key:s3cret": 1
          password: s3cret
          enabled: s3cret
          failure_policy: s3cret
          notary_servers: {icr.io: {url: "https://u:s3cret@n"}, "a:s3cret": {}}
          policies:
            - {name: "S3cret s3cret", namespace: "s3cret!", repositories: [{name: "s3cret s3cret", trust: s3cret, signers: ["s3cret!"]}]}
            - {name: a, repositories: [{name: a, policy: {password: s3cret, trust: {enabled: s3cret, trustServer: "https://u:s3cret@n", "x:s3cret": 1}}}]}
        """;
    BootstrapResult result = files.read(yaml);

    assertThat(result).isInstanceOf(BootstrapResult.Invalid.class);
    assertThat(result.toString()).doesNotContain("s3cret");
    for (String broken :
        List.of(
            "a: *s3cret\n",
            "a: &s3cret b c: d\n",
            "a: !<s3cret\n",
            "a: 's3cret\n",
            "s3cret\nb: 1\n",
            "%s3cret\n",
            "a: @s3cret\n",
            "a: !s!s3cret x\n")) {
      assertThat(files.read(broken).toString()).doesNotContain("s3cret");
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> trust(TrustPolicy.Rule rule) {
    return (Map<String, Object>) rule.policy().getOrDefault("trust", Map.of());
  }

  private static String base64(String resource) {
    return Base64.getEncoder().encodeToString(BootstrapFiles.resource(resource));
  }

  private BootstrapResult.Valid valid(String... texts) {
    return switch (files.read(texts)) {
      case BootstrapResult.Valid valid -> valid;
      case BootstrapResult.Invalid invalid -> throw new AssertionError(invalid);
    };
  }

  private BootstrapConfig config(String... texts) {
    return valid(texts).config();
  }

  private ImageTrustSection section(String... texts) {
    return config(texts).imageTrust().orElseThrow();
  }

  private List<String> notices(String... texts) {
    return valid(texts).notices().stream().map(Finding::what).toList();
  }

  private List<Finding> problems(String... texts) {
    return switch (files.read(texts)) {
      case BootstrapResult.Valid valid -> throw new AssertionError(valid);
      case BootstrapResult.Invalid invalid -> invalid.problems();
    };
  }
}
