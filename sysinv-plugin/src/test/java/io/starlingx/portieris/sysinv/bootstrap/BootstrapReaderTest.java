/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
        files.config(
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
    assertThat(files.section("\uFEFFimage_trust:\r\n  replicas: 2\r\n").replicas()).hasValue(2);
  }

  @Test
  void laterFileReplacesVariableAsAWhole() {
    ImageTrustSection section =
        files.section(
            "image_trust: {replicas: 2, failure_policy: Fail}\nb: 1\n",
            "image_trust: {replicas: 3}\n");

    assertThat(section.replicas()).hasValue(3);
    assertThat(section.failurePolicy()).isEmpty();
  }

  @Test
  void mistakeInReplacedVariableDoesNotCount() {
    assertThat(
            files
                .section("image_trust: {replicas: x}\n", "image_trust: {replicas: 3}\n")
                .replicas())
        .hasValue(3);
  }

  @Test
  void takesVariableFromItsVaultNameAndFromAReference() {
    assertThat(files.section("vault_image_trust: {replicas: 4}\n").replicas()).hasValue(4);
    assertThat(
            files
                .section("image_trust: '{{ site_trust }}'\n", "site_trust: {replicas: 5}\n")
                .replicas())
        .hasValue(5);
  }

  @Test
  void referencesInACircleAreAProblem() {
    assertThat(files.problems("image_trust: '{{ a }}'\na: '{{ b }}'\nb: '{{ a }}'\n"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("Jinja"));
  }

  @Test
  void mergesMappingsBehindOwnKeys() {
    ImageTrustSection section =
        files.section(
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
        files.config(
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
            files.notices(
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
    assertThat(files.problems(registries)).hasSize(1);
    assertThat(
            files
                .config(
                    registries + "image_trust: {identities: [{prefix: a.io, signed_prefix: b.io}]}")
                .mirrors())
        .containsExactly(new Mirror("a.io", "b.io"));
  }

  @Test
  void vaultFileIsANoticeWhileAnotherFileIsClear() {
    assertThat(files.notices("$ANSIBLE_VAULT;1.1;AES256\n62\n", "a: 1\n"))
        .containsExactly("is an Ansible vault file and was not read");
  }

  @Test
  void onlyVaultFilesAreAProblem() {
    assertThat(files.problems("$ANSIBLE_VAULT;1.1;AES256\n62\n"))
        .extracting(Finding::what)
        .containsExactly("no variables can be read");
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
}
