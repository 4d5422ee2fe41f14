/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a name to the digest of its manifest. */
class ManifestPinTest extends SignatureServers {

  @Test
  void asksForAManifestOfEveryKindInOneField() {
    verify();

    ReceivedRequest asked = server.requests().getFirst();
    assertThat(asked.path()).isEqualTo(MANIFEST);
    assertThat(asked.header("accept").orElse(""))
        .contains("oci.image.index", "manifest.list.v2", "oci.image.manifest", "manifest.v2");
  }

  @Test
  void withoutARequirementTheImageIsPinnedAndNoSignatureIsAskedFor() {
    assertThat(verify())
        .isEqualTo(
            new Verdict.Trusted(Optional.of(SimpleFixtures.manifest()), List.of(), Instant.MAX));
    assertThat(server.requests()).hasSize(1);
  }

  /** As docker-registry 2.8.2 sends them to a client that names their types. */
  @ParameterizedTest
  @CsvSource({
    "index.json, application/vnd.oci.image.index.v1+json,"
        + " df7049fdb401480977e677e4a9ac3a933ccbc6acf90774d217d4d39ad361e00b",
    "list.json, application/vnd.docker.distribution.manifest.list.v2+json,"
        + " 586b8a0e4e15d0f6d0d3422df426cb1f69baa756e43a1f9be4bf3056b3f9a8e3",
  })
  void anIndexIsPinnedItselfAndNotOneOfItsImages(String file, String type, String hex)
      throws IOException {
    Path index = Path.of("src/test/resources/fixtures/registry", file);
    server.answer(MANIFEST, Answer.of(200, type + "; charset=utf-8", Files.readAllBytes(index)));

    assertThat(verify())
        .isInstanceOfSatisfying(
            Verdict.Trusted.class,
            trusted -> assertThat(trusted.digest()).contains(new Digest(hex)));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void refusesWhatIsNoManifest() {
    manifest("application/vnd.docker.distribution.manifest.v1+prettyjws", "{}");
    assertRejected(verify(), ReasonCode.UNSUPPORTED, "schema 1");
    manifest("application/json", "{}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not a manifest: application/json");
    manifest("; charset=utf-8", "{\"layers\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not a manifest: no media type");
    manifest(OCI, "[]");
    assertRejected(verify(), ReasonCode.MALFORMED, "the manifest is not an object");
    manifest(OCI, "{\"manifests\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not of its media type");
    manifest("application/vnd.oci.image.index.v1+json", "{\"layers\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not of its media type");
    manifest(OCI, "{}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not of its media type");
    manifest(OCI, "{\"layers\":[],\"mediaType\":\"" + OCI + "\"}");
    assertThat(verify()).isInstanceOf(Verdict.Trusted.class);
    manifest(OCI, "{\"layers\":[],\"manifests\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not of its media type");
    manifest(OCI, "{\"layers\":[],\"Manifests\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "as one of another kind");
    manifest(OCI, "{\"layers\":[],\"fsLayers\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "as one of another kind");
    manifest(OCI, "{\"layers\":[],\"layers\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "occurs twice");
    manifest(OCI, "{\"layers\":[],\"mediaType\":\"application/json\"}");
    assertRejected(verify(), ReasonCode.MALFORMED, "states another media type");
    server.answer(MANIFEST, Answer.endless(OCI));
    assertRejected(verify(), ReasonCode.TOO_LARGE, "");
    server.answer(MANIFEST, Answer.status(404));
    assertRejected(verify(), ReasonCode.NOT_FOUND, "holds no manifest v1");
    server.answer(MANIFEST, Answer.status(403));
    assertRejected(verify(), ReasonCode.UNAUTHORIZED, "");
    server.answer(MANIFEST, Answer.status(500));
    assertThat(verify().code()).isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @Test
  void refusesContentThatIsNotTheOneAskedFor() {
    server.answer(
        "/v2/team/app/manifests/" + SimpleFixtures.manifest(),
        Answer.of(200, OCI, "{\"layers\":[]}")
            .withHeader("Docker-Content-Digest", SimpleFixtures.manifest().toString()));

    assertRejected(
        verify("@" + SimpleFixtures.manifest()), ReasonCode.DIGEST_MISMATCH, "has the digest");
  }
}
