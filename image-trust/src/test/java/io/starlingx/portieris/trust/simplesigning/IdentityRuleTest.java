/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Which signed name stands for which image. */
class IdentityRuleTest {

  private static final String REPOSITORY = "localhost:15000/team/app";
  private static final Map<String, String> SIGNED =
      Map.of(
          "ok-min.sig", REPOSITORY + ":v1",
          "bad-identity-tag.sig", REPOSITORY + ":v2",
          "bad-identity-repo.sig", "localhost:15000/team/other:v1",
          "identity-name-only.sig", REPOSITORY,
          "identity-digest.sig", REPOSITORY + "@" + SimpleFixtures.manifest(),
          "identity-tag-digest.sig", REPOSITORY + ":v1@" + SimpleFixtures.manifest());

  /** 132 verdicts of skopeo 1.9.3. */
  @ParameterizedTest
  @CsvFileSource(
      files = "src/test/resources/fixtures/simple/identity-matrix.csv",
      numLinesToSkip = 1)
  void decidesAsSkopeoDoes(String signature, String image, String kind, String verdict) {
    String signed = SIGNED.getOrDefault(signature, "");

    assertThat(new IdentityRule(identity(kind)).accepts(signed, ImageReference.of(image)))
        .isEqualTo(verdict.equals("accept"));
  }

  private static SignedIdentity identity(String kind) {
    return switch (kind) {
      case "(default)", "matchRepoDigestOrExact" -> new SignedIdentity.MatchRepoDigestOrExact();
      case "matchExact" -> new SignedIdentity.MatchExact();
      case "matchRepository" -> new SignedIdentity.MatchRepository();
      case "exactReference=:v1" -> new SignedIdentity.ExactReference(REPOSITORY + ":v1");
      case "exactReference=:v2" -> new SignedIdentity.ExactReference(REPOSITORY + ":v2");
      case "exactRepository" -> new SignedIdentity.ExactRepository(REPOSITORY);
      case "exactRepository=other" ->
          new SignedIdentity.ExactRepository("localhost:15000/team/other");
      case "remap app->app" -> new SignedIdentity.Remap(REPOSITORY, REPOSITORY);
      case "remap team/app->team/other" ->
          new SignedIdentity.Remap(REPOSITORY, "localhost:15000/team/other");
      case "remap te (no boundary)" ->
          new SignedIdentity.Remap("localhost:15000/te", "localhost:15000/xx");
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest, true",
    "nginx, docker.io/library/nginx, false",
    "nginx:1, index.docker.io/library/nginx:1, true",
    "Registry.test:443/a:1, registry.test/a:1, true",
    "registry.test/a:1, registry.test/a:1@sha256:zz, false",
    "registry.test/a:1, '', false",
    "registry.test/a:1, registry.test/A:1, false",
  })
  void comparesNamesInTheirCanonicalSpelling(String image, String signed, boolean accepted) {
    assertThat(
            new IdentityRule(new SignedIdentity.MatchRepoDigestOrExact())
                .accepts(signed, ImageReference.of(image)))
        .isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({
    "mirror.test/hub, registry.test, mirror.test/hub/a:1, registry.test/a:1, true",
    "mirror.test, registry.test/x, mirror.test/a:1, registry.test/x/a:1, true",
    "mirror.test/hub, registry.test, mirror.test/hubcap/a:1, registry.testcap/a:1, false",
    "mirror.test/hub, registry.test, mirror.test/hub/a:1, mirror.test/hub/a:1, false",
    "mirror.test/hub, registry.test, other.test/a:1, other.test/a:1, true",
  })
  void remapsAtASlashOnly(
      String prefix, String signedPrefix, String image, String signed, boolean accepted) {
    assertThat(
            new IdentityRule(new SignedIdentity.Remap(prefix, signedPrefix))
                .accepts(signed, ImageReference.of(image)))
        .isEqualTo(accepted);
  }
}
