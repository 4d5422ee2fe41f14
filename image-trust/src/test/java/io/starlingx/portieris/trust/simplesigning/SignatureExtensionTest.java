/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that the registry itself keeps, beside the image. */
class SignatureExtensionTest extends SignatureServers {

  @Test
  void aRegistryThatKeepsSignaturesItselfIsAskedInsteadOfTheStore() {
    store("ok-alice");
    server.answer("/v2/", Answer.json("{}").withHeader("X-Registry-Supports-Signatures", "1"));
    assertRejected(verify(ALICE), ReasonCode.NO_SIGNATURE, "");

    server.answer(
        "/extensions/v2/team/app/signatures/" + SimpleFixtures.manifest(),
        Answer.json(
            "{\"signatures\":[%s,%s,%s]}"
                .formatted(
                    entry("\"version\":2", "ok-alice"),
                    entry("\"schemaVersion\":2", "garbage"),
                    entry("\"schemaVersion\":2", "ok-bob"))));
    assertRejected(verify(ALICE), ReasonCode.UNTRUSTED_KEY, "");
    assertThat(verify(BOB)).isInstanceOf(Verdict.Trusted.class);
    assertThat(server.count(STORED + 1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aRegistryThatDoesNotLetItsBaseBeReadKeepsNoSignatures(int status) {
    store("ok-alice");
    server.answer("/v2/", Answer.status(status));

    assertThat(verify(ALICE)).isInstanceOf(Verdict.Trusted.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aRegistryThatCannotSayWhetherItKeepsSignaturesIsUnavailable(int status) {
    store("ok-alice");
    server.answer("/v2/", Answer.status(status));

    assertThat(verify(ALICE).code()).isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "", "true", "1, 1"})
  void onlyThePromiseItselfIsOne(String value) {
    store("ok-alice");
    server.answer("/v2/", Answer.json("{}").withHeader("X-Registry-Supports-Signatures", value));

    assertThat(verify(ALICE)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void aRegistrysListIsReadStrictlyAndItsEntriesOneByOne() {
    server.answer("/v2/", Answer.json("{}").withHeader("X-Registry-Supports-Signatures", "1"));
    list("{\"signatures\":[],\"signatures\":[]}");
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "occurs twice");
    list("{}");
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "holds no signatures");
    list("[]");
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "holds no signatures");
    list("{\"signatures\":{}}");
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "holds no signatures");

    String good = entry("\"schemaVersion\":2", "ok-alice");
    list("{\"signatures\":[%s]}".formatted(good.replace("atomic", "other")));
    assertRejected(verify(ALICE), ReasonCode.NO_SIGNATURE, "");
    list("{\"signatures\":[7,%s]}".formatted(good.replace("content\":", "content\":7,\"c\":")));
    assertRejected(verify(ALICE), ReasonCode.NO_SIGNATURE, "");
    list("{\"signatures\":[%s]}".formatted(good.replace("content\":\"", "content\":\"*")));
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "");
    String garbage = entry("\"schemaVersion\":2", "garbage");
    list("{\"signatures\":[%s]}".formatted((garbage + ",").repeat(15) + good));
    assertThat(verify(ALICE)).isInstanceOf(Verdict.Trusted.class);
    list("{\"signatures\":[%s]}".formatted((garbage + ",").repeat(16) + good));
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "");
  }

  private void list(String content) {
    server.answer(
        "/extensions/v2/team/app/signatures/" + SimpleFixtures.manifest(), Answer.json(content));
  }

  private static String entry(String version, String signature) {
    return "{%s,\"name\":\"n\",\"type\":\"atomic\",\"content\":\"%s\"}"
        .formatted(
            version,
            new String(Base64.getEncoder().encode(SimpleFixtures.signature(signature)), UTF_8));
  }
}
