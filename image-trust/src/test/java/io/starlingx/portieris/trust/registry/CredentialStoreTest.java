/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialStoreTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"username\":\"token\",\"password\":\"pw\",\"auth\":\"auth-token\" | token | pw",
        "\"username\":\"token\",\"password\":\"pw\",\"auth\":\"d2liYmxl\" | token | pw",
        "\"username\":\"token\",\"password\":\"pw\",\"auth\":\"cGluZzpwb25n\" | ping | pong",
        "\"auth\":\"d2liYmxlOndvYmJsZQ==\" | wibble | wobble",
        "\"auth\":\"d2liYmxlOndvYmJsZQ\" | wibble | wobble",
        "\"auth\":\"d2liYmxlOndvYmJsZTp3aXRoY29sb24=\" | wibble | wobble:withcolon",
        "\"auth\":\"YTpiAAA=\" | a | b",
        "\"username\":\"token\",\"password\":\"pw\" | token | pw",
      })
  void readsUserAndPassword(String fields, String user, String password) {
    String entry = "{\"us.icr.io\":{" + fields + "}}";

    assertThat(store("{\"auths\":" + entry + "}").matching("us.icr.io/a"))
        .containsExactly(new Credentials.Basic(user, password));
    assertThat(store(entry).matching("us.icr.io/a"))
        .containsExactly(new Credentials.Basic(user, password));
  }

  @Test
  void readsTokens() {
    CredentialStore store =
        store(
            """
            {"auths":{"a.test":{"auth":"YTpi","identitytoken":"i"},"b.test:5000":{"registrytoken":"r"}}}\
            """);

    assertThat(store.matching("a.test/x")).containsExactly(new Credentials.IdentityToken("i"));
    assertThat(store.matching("b.test:5000/x"))
        .containsExactly(new Credentials.RegistryToken("b.test:5000", "r"));
  }

  @ParameterizedTest
  @CsvSource({
    "icr.io, icr.io/a, true",
    "ICR.io, icr.io/a, true",
    "https://icr.io, icr.io/a, true",
    "https://icr.io/v1/, icr.io/a, true",
    "https://icr.io/v2/, icr.io/a, true",
    "icr.io/v2/team, icr.io/team/app, true",
    "icr.io, us.icr.io/a, false",
    "*.icr.io, us.icr.io/a, true",
    "*.icr.io, icr.io/a, false",
    "*.icr.io, a.us.icr.io/a, false",
    "u*.icr.io, us.icr.io/a, true",
    "*.*.icr.io, a.us.icr.io/a, true",
    "*, icr.io/a, false",
    "icr.io:5000, icr.io:5000/a, true",
    "icr.io:5000, icr.io/a, false",
    "icr.io:5000, icr.io:5001/a, false",
    "icr.io, icr.io:5000/a, true",
    "icr.io:443, icr.io/a, true",
    "icr.io, icr.io:443/a, true",
    "*.icr.io, us.icr.io:5000/a, false",
    "icr.io/team, icr.io/team/app, true",
    "icr.io/team, icr.io/team, true",
    "icr.io/team, icr.io/team2/app, false",
    "icr.io/team/, icr.io/team/app, true",
    "icr.io/team/app, icr.io/team, false",
    "https://index.docker.io/v1/, docker.io/library/nginx, true",
    "docker.io, docker.io/library/nginx, true",
    "registry-1.docker.io, docker.io/library/nginx, true",
    "index.docker.io, evildocker.io/x, false",
    "icr.io/app, icr.io/v2/app, false",
    "'[fd00::1]:9001', '[fd00::1]:9001/a', true",
    "'[fd00::1]:9001', '[fd00::1]:9002/a', false",
    "'[fd00::1]', '[fd00::1]:9002/a', true",
    "'https://[FD00:0:0::1]:9001', '[fd00::1]:9001/a', true",
    "'[fd00::2]', '[fd00::1]:9002/a', false",
  })
  void matchesByTheKubeletsRules(String key, String image, boolean matches) {
    String json = "{\"auths\":{\"" + key + "\":{\"auth\":\"YTpi\"}}}";

    assertThat(store(json).matching(image)).hasSize(matches ? 1 : 0);
  }

  @Test
  void triesTheMostSpecificKeyFirstAndAPortBeforeNone() {
    CredentialStore store =
        store(
            """
            {"auths":{
              "icr.io:5000":{"username":"port"},
              "icr.io/team/app":{"username":"any-port"},
              "*.io:5000":{"username":"glob"},
              "icr.io:5000/team":{"username":"path"}}}\
            """);

    assertThat(store.matching("icr.io:5000/team/app"))
        .containsExactly(user("path"), user("port"), user("glob"), user("any-port"));
  }

  @Test
  void triesEqualCredentialsOnceAndEarlierDocumentsFirst() {
    CredentialStore store =
        store(
            "{\"auths\":{\"icr.io\":{\"username\":\"a\"}}}",
            "{\"auths\":{\"icr.io\":{\"username\":\"b\"}}}",
            "{\"auths\":{\"https://icr.io\":{\"username\":\"a\"}}}");

    assertThat(store.matching("icr.io/x")).containsExactly(user("a"), user("b"));
    assertThat(CredentialStore.empty().then(store).matching("icr.io/x")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "[]", "{\"auths\":[]}", "{\"auths\":{},\"auths\":{}}", "{} {}"})
  void aBrokenDocumentIsReportedAndLeavesTheOthers(String broken) {
    CredentialStore store = store(broken, "{\"auths\":{\"icr.io\":{\"username\":\"a\"}}}");

    assertThat(store.matching("icr.io/x")).containsExactly(user("a"));
    if (!broken.equals("{} {}")) {
      assertThat(store.problems()).isNotEmpty();
    }
  }

  @Test
  void reportsHelpersAndUselessEntriesWithoutSecrets() {
    CredentialStore store =
        store(
            """
            {"auths":{"icr.io":{"auth":"c2VjcmV0"},"b.test":{"password":"secret"}},"credsStore":"pass"}\
            """);

    assertThat(store.problems())
        .anySatisfy(problem -> assertThat(problem).contains("credential helper"))
        .anySatisfy(problem -> assertThat(problem).contains("icr.io"))
        .noneSatisfy(problem -> assertThat(problem).contains("secret", "c2VjcmV0"));
  }

  @Test
  void aDocumentOfManyEntriesFillsNeitherMemoryNorAnswers() {
    String useful = entries(1_500, "{\"username\":\"a\"}");
    String useless = entries(900, "1").replace("r0.test", "r".repeat(5_000));

    CredentialStore store = store(useful, useless);

    assertThat(store.matching("r999.test/x")).hasSize(1);
    assertThat(store.matching("r1000.test/x")).isEmpty();
    assertThat(store.problems())
        .hasSize(7)
        .allSatisfy(problem -> assertThat(problem).hasSizeLessThan(300))
        .contains(
            "credential document 1: of 1500 registries only the first 1000 count",
            "credential document 2: 895 more entries hold no credential");
  }

  private static String entries(int count, String value) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"r" + i + ".test\":" + value)
        .collect(Collectors.joining(",", "{\"auths\":{", "}}"));
  }

  @Test
  void printsNoSecret() {
    assertThat(
            List.of(
                    new Credentials.Basic("u", "hush"),
                    new Credentials.IdentityToken("hush"),
                    new Credentials.RegistryToken("icr.io", "hush"))
                .toString())
        .doesNotContain("hush")
        .contains("u", "icr.io");
  }

  @FuzzTest(maxDuration = "2s")
  void neverThrowsOnAHostileDocument(byte[] bytes) {
    assertThat(CredentialStore.of(List.of(bytes)).matching("icr.io/x"))
        .hasSizeLessThanOrEqualTo(bytes.length);
  }

  private static Credentials user(String name) {
    return new Credentials.Basic(name, "");
  }

  private static CredentialStore store(String... documents) {
    return CredentialStore.of(Arrays.stream(documents).map(d -> d.getBytes(UTF_8)).toList());
  }
}
