/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Captured answers of a real notary-server, replayed over TLS; the whole command as users run it.
 */
@Timeout(120)
class VerifyCommandTest extends CommandFixture {

  private static final String WHILE_VALID = "2026-11-23T00:00:00Z";
  private static final String V1 =
      "sha256:f37848dc4c51616cff8c4b5c79064c1ea3c80d15e84ea2af102bff7810db3703";

  @TempDir private Path directory;

  private final List<FaultyServer> servers = new ArrayList<>();
  private TestAuthority authority;
  private int exitCode;

  VerifyCommandTest(@TempDir Path authorityDirectory) {
    authority = TestAuthority.create(authorityDirectory);
  }

  @BeforeEach
  void noCredentials() throws IOException {
    Files.createDirectories(directory.resolve("docker"));
    Files.writeString(directory.resolve("docker/config.json"), "{}");
  }

  @AfterEach
  void close() {
    servers.forEach(FaultyServer::close);
  }

  @Test
  void aSignedTagIsTrustedAndPinned() throws Exception {
    JsonNode image = one(WHILE_VALID, replay("basic"), "localhost:15000/team/basic:v1");

    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(image.get("outcome").asText()).isEqualTo("trusted");
    assertThat(image.get("reason").asText()).isEqualTo("ALLOW");
    assertThat(image.get("digest").asText()).isEqualTo(V1);
    assertThat(image.get("message").isNull()).isTrue();
    assertThat(image.get("rule").asText()).isEqualTo("ClusterImagePolicy base, repository *");
    assertThat(image.get("requests"))
        .hasSize(4)
        .allSatisfy(request -> assertThat(request.get("status").asInt()).isEqualTo(200))
        .allSatisfy(request -> assertThat(request.get("method").asText()).isEqualTo("GET"));
  }

  @ParameterizedTest
  @CsvSource({
    "basic, localhost:15000/team/basic:v9, 2026-11-23T00:00:00Z, NO_SUCH_TARGET",
    "basic, localhost:15000/team/basic:v1, 2027-01-01T00:00:00Z, EXPIRED",
    "tampered-targets, localhost:15000/team/basic:v1, 2026-11-23T00:00:00Z, CHECKSUM",
    "tampered-timestamp, localhost:15000/team/basic:v1, 2026-11-23T00:00:00Z, BAD_SIGNATURE",
    "delegations, localhost:15000/team/delegated:solo, 2026-11-23T00:00:00Z, NO_SUCH_TARGET",
    "basic, localhost:15000/team/other:v1, 2026-11-23T00:00:00Z, NO_TRUST_DATA",
  })
  void whatIsNotSignedIsRefused(String tree, String image, String at, String reason)
      throws Exception {
    JsonNode result = one(at, replay(tree), image);

    assertThat(exitCode).isEqualTo(ExitCode.FINDINGS);
    assertThat(result.get("outcome").asText()).isEqualTo("refused");
    assertThat(result.get("reason").asText()).isEqualTo(reason);
    assertThat(result.get("digest").isNull()).isTrue();
    assertThat(result.get("message").asText()).contains("Deny \"" + image + "\"");
  }

  @Test
  void aRequiredSignerMustHaveSigned() throws Exception {
    secret("alice", "alice", key("alice"));
    secret("wrong", "alice", key("bob"));
    FaultyServer server = replay("delegations");

    JsonNode alice = one(server, "alice", "localhost:15000/team/delegated:v1");
    assertThat(alice.get("reason").asText()).isEqualTo("ALLOW");
    assertThat(alice.get("signers")).singleElement().matches(name -> name.asText().equals("alice"));
    assertThat(one(server, "wrong", "localhost:15000/team/delegated:v1").get("reason").asText())
        .isEqualTo("UNTRUSTED_KEY");
    assertThat(one(server, "missing", "localhost:15000/team/delegated:v1").get("reason").asText())
        .isEqualTo("POLICY");
  }

  @Test
  void anOlderStateIsARollbackForWhoRemembersTheNewerOne() throws Exception {
    FaultyServer server = replay("rollback/stage2");
    String image = "localhost:15000/team/rollback:v1";
    assertThat(one(WHILE_VALID, server, image).get("outcome").asText()).isEqualTo("trusted");

    server.replay(tree("rollback/stage1"));

    assertThat(one(WHILE_VALID, server, image).get("reason").asText()).isEqualTo("ROLLBACK");
  }

  @Test
  void aServerThatIsDownIsUnavailableNotRefused() throws Exception {
    FaultyServer server = server().answer("/", Answer.status(503));

    JsonNode image = one(WHILE_VALID, server, "localhost:15000/team/basic:v1");

    assertThat(exitCode).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(image.get("outcome").asText()).isEqualTo("unavailable");
    assertThat(image.get("reason").asText()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void aServerThatAsksForATokenGetsTheCredentialOfTheImagesRegistry() throws Exception {
    Files.writeString(
        directory.resolve("docker/config.json"),
        "{\"auths\":{\"localhost:15000\":{\"auth\":\"YWxpY2U6c2VjcmV0\"}}}");
    FaultyServer server = server();
    server.answer(
        "/",
        Answer.status(401)
            .withHeader(
                "WWW-Authenticate",
                "Bearer realm=\"" + server.uri("/token") + "\",service=\"notary.test\""));
    server.answer("/token", Answer.json("{\"token\":\"t1\"}"));

    JsonNode image = one(WHILE_VALID, server, "localhost:15000/team/basic:v1");

    assertThat(image.get("reason").asText()).isEqualTo("UNAUTHORIZED");
    assertThat(server.requests())
        .anyMatch(
            request ->
                request.path().equals("/token")
                    && request.header("authorization").orElse("").equals("Basic YWxpY2U6c2VjcmV0"));
    assertThat(out.toString() + err).doesNotContain("secret").doesNotContain("YWxpY2U6c2VjcmV0");
  }

  @Test
  void anyRefusalDecidesTheExitCodeAndTheTextCounts() throws Exception {
    FaultyServer server = replay("basic");
    run(
        policy(server, ""),
        WHILE_VALID,
        "localhost:15000/team/basic:v1",
        "localhost:15000/team/basic:v2");

    assertThat(exitCode).isEqualTo(ExitCode.FINDINGS);
    assertThat(out.toString())
        .contains("localhost:15000/team/basic:v1\n  outcome   trusted (ALLOW)\n  digest    " + V1)
        .contains("  outcome   refused (NO_SUCH_TARGET)\n")
        .contains("1 trusted, 1 refused, 0 unavailable\n")
        .doesNotContain("\u001b");
  }

  @Test
  void anImagePolicyOfTheNamespaceHidesTheClusters() throws Exception {
    Path policies =
        file(
            "policies.yaml",
            """
            apiVersion: portieris.cloud.ibm.com/v1
            kind: ClusterImagePolicy
            metadata: {name: all}
            spec: {repositories: [{name: "*"}]}
            ---
            apiVersion: portieris.cloud.ibm.com/v1
            kind: ImagePolicy
            metadata: {name: web, namespace: team-a}
            spec: {repositories: [{name: "icr.io/*"}]}
            """);

    run(policies, WHILE_VALID, "nginx", "--namespace", "team-a");
    assertThat(exitCode).isEqualTo(ExitCode.FINDINGS);
    assertThat(out.toString()).contains("no matching repositories in the ImagePolicies");
    run(policies, WHILE_VALID, "nginx", "--namespace", "team-b");
    assertThat(exitCode).isEqualTo(ExitCode.OK);
  }

  @Test
  void acceptsTheListsThatKubectlPrints() throws Exception {
    Path policies =
        file(
            "policies.json",
            """
            {"apiVersion": "v1", "kind": "List", "items": [
              {"apiVersion": "portieris.cloud.ibm.com/v1", "kind": "ClusterImagePolicy",
               "metadata": {"name": "all"}, "spec": {"repositories": [{"name": "*"}]}}]}
            """);

    run(policies, WHILE_VALID, "nginx");

    assertThat(exitCode).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"a: 1\na: 2\n\" | policies.yaml:2: found duplicate key a",
        "\"a: [1\n\" | policies.yaml:2:",
        "\"a: &x [1]\nb: *x\n\" | aliases",
        "\"a: !thing x\n\" | policies.yaml:1: the tag",
        "\"kind: Pod\napiVersion: v1\n\" | policies.yaml:1: kind 'Pod'; accepted: ImagePolicy",
        "\"kind: ImagePolicy\napiVersion: v1\n\" | policies.yaml:1: apiVersion 'v1'; accepted: ",
        "\"- 1\n\" | a Kubernetes object was expected",
        "\"---\n---\n\" | holds no ImagePolicy",
        "\"{'a': 1\" | policies.yaml:1:",
      })
  void aMistakeInTheFileNamesFileAndLine(String content, String message) throws Exception {
    run(file("policies.yaml", content), WHILE_VALID, "nginx");

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString().replace('"', '\'')).startsWith("error: ").contains(message);
    assertThat(out.toString()).isEmpty();
  }

  /** As {@code kubectl} reads them. */
  @Test
  void documentsOfOneFileMayBeWrittenInJson() throws Exception {
    Path policies =
        file(
            "policies.yaml",
            """
            {"apiVersion": "portieris.cloud.ibm.com/v1", "kind": "ClusterImagePolicy",
             "metadata": {"name": "a"}, "spec": {"repositories": [{"name": "a/*", "policy": {}}]}}
            ---
            {"apiVersion": "portieris.cloud.ibm.com/v1", "kind": "ClusterImagePolicy",
             "metadata": {"name": "b"}, "spec": {"repositories": [{"name": "b/*", "policy": {}}]}}
            """);

    assertThat(json(policies, WHILE_VALID, "b/x").path("rule").asText())
        .isEqualTo("ClusterImagePolicy b, repository b/*");
  }

  @ParameterizedTest
  @CsvSource({
    "--policy, missing.yaml, no such file",
    "--ca, policies.yaml, must hold PEM certificates",
    "--secrets, nowhere, not a directory",
    "--state, policies.yaml, is not a directory",
    "--docker-config, nowhere, no such file",
    "--insecure-registry, https://host/x, is not the host[:port] of a registry",
    "--token-realm, *, is not the host",
    "--token-realm, a/b, 'error: --token-realm: \"a/b\" is not the host, host:port or https URL of"
        + " a token service'",
    "--token-realm, http://auth.example.com, is not the host",
    "--at, yesterday, is no instant of the form 2026-11-23T00:00:00Z",
    "--output, xml, 'accepted: text, json'",
  })
  void aMistakeOnTheCommandLineIsAUsageError(String option, String value, String message)
      throws Exception {
    Path policies = policy(server(), "");
    String given =
        Set.of("--policy", "--ca", "--secrets", "--state", "--docker-config").contains(option)
            ? directory.resolve(value).toString()
            : value;

    run(policies, null, "nginx", option, given);

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void aRuleThatCannotBeUsedIsRefusedWithItsPath() throws Exception {
    Path policies =
        file(
            "policies.yaml",
            """
            apiVersion: portieris.cloud.ibm.com/v1
            kind: ClusterImagePolicy
            metadata: {name: all}
            spec:
              repositories:
                - name: "*"
                  policy: {trust: {enable: true}}
            """);

    run(policies, WHILE_VALID, "nginx");

    assertThat(exitCode).isEqualTo(ExitCode.FINDINGS);
    assertThat(out.toString()).contains("spec.repositories[0].policy.trust.enable: unknown field");
  }

  @Test
  void saysWhenNothingVouchesForTheRootButTheServer() throws Exception {
    FaultyServer server = replay("basic");
    String image = "localhost:15000/team/basic:v1";

    run(policy(server, ""), WHILE_VALID, image);
    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(err.toString())
        .isEqualTo(
            "warning: the root of trust was taken as the server showed it; pin it in the rule's"
                + " trust.root, or have it remembered with --state\n");

    one(WHILE_VALID, server, image);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void explainsWhichRuleDecides() throws Exception {
    Path policies =
        file(
            "policies.yaml",
            """
            apiVersion: portieris.cloud.ibm.com/v1
            kind: ClusterImagePolicy
            metadata: {name: base}
            spec:
              repositories:
                - {name: "quay.io/*", policy: {}}
                - {name: "*", policy: {}}
                - {name: "docker.io/*", policy: {}}
                - {name: "docker.io/**", policy: {}}
            """);

    run(policies, WHILE_VALID, "nginx:1", "--explain");

    assertThat(out.toString())
        .contains(
            "  explain   patterns are tried on nginx:1 and docker.io/library/nginx:1\n"
                + "            no ImagePolicy is in the namespace, so ClusterImagePolicies count\n"
                + "            > score  10  ClusterImagePolicy base, repository docker.io/*  "
                + " decides: the first of the best score\n"
                + "              score  10  ClusterImagePolicy base, repository docker.io/**  has"
                + " the same score, but later\n"
                + "              score   0  ClusterImagePolicy base, repository *             has a"
                + " lower score\n"
                + "              score   8  ClusterImagePolicy base, repository quay.io/*     does"
                + " not match\n");
  }

  @Test
  void explainsToProgramsToo() throws Exception {
    Path policies =
        file(
            "policies.yaml",
            """
            apiVersion: portieris.cloud.ibm.com/v1
            kind: ImagePolicy
            metadata: {name: web}
            spec: {repositories: [{name: "icr.io/a/*", policy: {}}, {name: "icr.io/a/b", policy: {}}]}
            """);

    JsonNode why = json(policies, WHILE_VALID, "icr.io/a/b", "--explain").get("explanation");

    assertThat(why.get("policies").asText()).isEqualTo("ImagePolicy");
    assertThat(why.get("spellings")).singleElement().matches(s -> s.asText().equals("icr.io/a/b"));
    assertThat(why.get("rules").get(0).get("exact").asBoolean()).isTrue();
    assertThat(why.get("rules").get(0).get("decides").asBoolean()).isTrue();
    assertThat(why.get("rules").get(0).get("why").asText())
        .isEqualTo("decides: it is the name to the letter");
    assertThat(why.get("rules").get(1).get("why").asText()).isEqualTo("loses to the name itself");
    assertThat(json(policies, WHILE_VALID, "icr.io/a/b").has("explanation")).isFalse();
  }

  @Test
  void takesSeveralFilesTogether() throws Exception {
    Path first = file("a.yaml", clusterPolicy("a", "quay.io/*"));
    Path second = file("b.yaml", clusterPolicy("b", "icr.io/*"));

    run(
        first,
        WHILE_VALID,
        "icr.io/x",
        "--policy",
        second.toString(),
        "--policy",
        first.toString());
    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("rule      ClusterImagePolicy b, repository icr.io/*");
  }

  @Test
  void anUnreachableClusterIsUnavailableAndAnUnusableKubeconfigAMistake() throws Exception {
    Path kubeconfig =
        file(
            "kubeconfig",
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            current-context: x
            users: [{name: u, user: {}}]
            """);
    Path policies = policy(server(), ", signerSecrets: [{name: alice}]");

    run(policies, WHILE_VALID, "icr.io/x", "--kubeconfig", kubeconfig.toString());
    assertThat(exitCode).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(out.toString()).contains("could not get signerSecret from your cluster");

    run(policies, WHILE_VALID, "icr.io/x", "--kubeconfig", "nowhere");
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("kubeconfig nowhere cannot be read");

    run(policies, WHILE_VALID, "icr.io/x", "--kubeconfig", "nowhere", "--secrets", "nowhere");
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--secrets and --kubeconfig exclude each other");
  }

  @Test
  void onlyARegistryThatIsNamedForItIsAskedWithoutTls() throws Exception {
    FaultyServer plain = FaultyServer.startPlain();
    servers.add(plain);
    byte[] manifest = Files.readAllBytes(resource("/fixtures/simple/manifest-v1.json"));
    plain.answer(
        "/v2/team/app/manifests/v1",
        Answer.of(200, "application/vnd.docker.distribution.manifest.v2+json", manifest));
    FaultyServer store = server();
    store.answer("/", Answer.status(404));
    Path policies =
        file(
            "policies.yaml",
            """
            apiVersion: portieris.cloud.ibm.com/v1
            kind: ClusterImagePolicy
            metadata: {name: base}
            spec:
              repositories:
                - name: "*"
                  policy:
                    simple:
                      storeURL: "%s"
                      requirements: [{type: signedBy, keySecret: alice}]
            """
                .formatted(store.uri("")));
    String key = Files.readString(resource("/fixtures/simple/keys/alice.pub.asc"));
    Files.createDirectories(directory.resolve("secrets"));
    file(
        "secrets/alice.yaml",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: alice, namespace: portieris}
        data: {key: %s}
        """
            .formatted(Base64.getEncoder().encodeToString(key.getBytes(UTF_8))));
    String secrets = directory.resolve("secrets").toString();
    String image = plain.host() + "/team/app:v1";

    JsonNode named =
        json(
            policies,
            WHILE_VALID,
            image,
            "--secrets",
            secrets,
            "--insecure-registry",
            plain.host());
    assertThat(named.path("reason").asText()).isEqualTo("NO_SIGNATURE");
    assertThat(named.path("requests").path(0).path("url").asText())
        .isEqualTo("http://" + image.replace("/team/app:v1", "/v2/team/app/manifests/v1"));

    JsonNode other =
        json(
            policies,
            WHILE_VALID,
            image,
            "--secrets",
            secrets,
            "--insecure-registry",
            "other." + plain.host());
    assertThat(other.path("reason").asText()).isEqualTo("UNAVAILABLE");
    assertThat(plain.count("/v2/team/app/manifests/v1")).isEqualTo(1);
  }

  private static String clusterPolicy(String name, String repository) {
    return """
    apiVersion: portieris.cloud.ibm.com/v1
    kind: ClusterImagePolicy
    metadata: {name: %s}
    spec: {repositories: [{name: "%s", policy: {}}]}
    """
        .formatted(name, repository);
  }

  private JsonNode one(String at, FaultyServer server, String image) throws IOException {
    return json(policy(server, ""), at, image, "--state", directory.resolve("state").toString());
  }

  private JsonNode one(FaultyServer server, String secret, String image) throws IOException {
    String signers = ", signerSecrets: [{name: " + secret + "}]";
    return json(
        policy(server, signers),
        WHILE_VALID,
        image,
        "--secrets",
        Files.createDirectories(directory.resolve("secrets")).toString());
  }

  private JsonNode json(Path policy, String at, String image, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("--output", "json"));
    arguments.add(0, image);
    run(policy, at, arguments.toArray(String[]::new));
    JsonNode array = new ObjectMapper().readTree(out.toString());
    assertThat(array).as(err.toString()).hasSize(1);
    return array.get(0);
  }

  private void run(Path policy, @Nullable String at, String... arguments) {
    List<String> all = new ArrayList<>(List.of("verify"));
    all.addAll(List.of(arguments));
    given(all, "--policy", policy.toString());
    given(all, "--ca", authority.certificateFile().toString());
    given(all, "--docker-config", directory.resolve("docker").toString());
    if (at != null) {
      given(all, "--at", at);
    }
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    exitCode = execute(all.toArray(String[]::new));
  }

  private static void given(List<String> arguments, String option, String value) {
    if (!arguments.contains(option)) {
      arguments.addAll(List.of(option, value));
    }
  }

  private FaultyServer server() {
    FaultyServer server = FaultyServer.start(authority, "localhost");
    servers.add(server);
    return server;
  }

  private FaultyServer replay(String tree) throws URISyntaxException {
    return server().replay(tree(tree));
  }

  private static Path tree(String name) throws URISyntaxException {
    return resource("/fixtures/notary/" + name + "/server");
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(VerifyCommandTest.class.getResource(name), name).toURI());
  }

  private static String key(String signer) throws IOException, URISyntaxException {
    return Files.readString(resource("/signers/" + signer + ".crt"));
  }

  private void secret(String secret, String name, String key) throws IOException {
    Base64.Encoder base64 = Base64.getEncoder();
    Files.createDirectories(directory.resolve("secrets"));
    file(
        "secrets/" + secret + ".yaml",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: portieris}
        data: {name: %s, publicKey: %s}
        """
            .formatted(
                secret,
                base64.encodeToString(name.getBytes(UTF_8)),
                base64.encodeToString(key.getBytes(UTF_8))));
  }

  private Path policy(FaultyServer server, String signers) throws IOException {
    return file(
        "policies.yaml",
        """
        apiVersion: portieris.cloud.ibm.com/v1
        kind: ClusterImagePolicy
        metadata: {name: base}
        spec:
          repositories:
            - name: "*"
              policy: {trust: {enabled: true, trustServer: "https://%s"%s}}
        """
            .formatted(server.host(), signers));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
