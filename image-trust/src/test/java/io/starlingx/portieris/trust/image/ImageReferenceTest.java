/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io, docker.io/library/nginx, latest",
    "nginx:1.25, docker.io, docker.io/library/nginx, 1.25",
    "namespace/name:v1, docker.io, docker.io/namespace/name, v1",
    "index.docker.io/library/nginx:2, docker.io, docker.io/library/nginx, 2",
    "registry-1.docker.io/library/nginx, registry-1.docker.io, registry-1.docker.io/library/nginx,"
        + " latest",
    "evildocker.io/x, evildocker.io, evildocker.io/x, latest",
    "quay.io/namespace/name, quay.io, quay.io/namespace/name, latest",
    "de.icr.io:8080/namespace/name, de.icr.io, de.icr.io:8080/namespace/name, latest",
    "test.com/namespace/name:v1, test.com, test.com/namespace/name, v1",
    "localhost/x, localhost, localhost/x, latest",
    "localhost:5000, docker.io, docker.io/library/localhost, 5000",
    "Foo/bar, Foo, Foo/bar, latest",
    "reg.io:00000/x, reg.io, reg.io:00000/x, latest",
    "'[fd00::1]:9001/a/b:c', '[fd00::1]', '[fd00::1]:9001/a/b', c",
    "'[fd00::1]/a', '[fd00::1]', '[fd00::1]/a', latest",
  })
  void readsANameAsDockerDoes(String raw, String host, String name, String tag) {
    ImageReference image = ImageReference.of(raw);

    assertThat(image.host()).isEqualTo(host);
    assertThat(image.name()).isEqualTo(name);
    assertThat(image.tagOrLatest()).isEqualTo(tag);
    assertThat(image.raw()).isEqualTo(raw);
  }

  @Test
  void readsTagAndDigest() {
    ImageReference image = ImageReference.of("ubuntu:v1@sha256:" + HEX);

    assertThat(image.tag()).contains("v1");
    assertThat(image.digest()).contains(new Digest(HEX));
    assertThat(image.text()).isEqualTo("docker.io/library/ubuntu:v1@sha256:" + HEX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " nginx",
        "nginx ",
        "nginx\n",
        "?",
        "us.icr.io/?",
        "Invalid&Image%Name",
        "foo/Bar",
        "nginx:",
        "nginx:-x",
        "nginx@md5:aa",
        "nginx@sha256:1234567890",
        "nginx@",
        "http://reg.io/x",
        "https://reg.io/x",
        "//x",
        "reg.io/",
        "reg.io//x",
        "reg.io/../x",
        "reg.io/a/",
        "reg.io:/x",
        "reg.io:x/y",
        "reg.io:65536/x",
        "-reg.io/x",
        "reg..io/x",
        "reg.io/a__.b",
        "reg.io/caf\u00e9",
        "r\u00e9g.io/x",
        "user@reg.io/x",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void refusesWhatIsNoName(String raw) {
    assertThat(ImageReference.parse(raw))
        .isInstanceOfSatisfying(
            ParsedImage.Invalid.class, invalid -> assertThat(invalid.unsupported()).isFalse());
    assertThatThrownBy(() -> ImageReference.of(raw)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesADigestOfUppercaseHexOrWithASecondOne() {
    assertThat(ImageReference.parse("a@sha256:" + HEX.toUpperCase(Locale.ROOT)))
        .isInstanceOf(ParsedImage.Invalid.class);
    assertThat(ImageReference.parse("a@sha256:" + HEX + "@sha256:" + HEX))
        .isInstanceOf(ParsedImage.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name@sha512:", "name:1@sha512:"})
  void saysThatAnotherAlgorithmIsUnsupported(String prefix) {
    assertThat(ImageReference.parse(prefix + HEX + HEX))
        .isInstanceOfSatisfying(
            ParsedImage.Invalid.class, invalid -> assertThat(invalid.unsupported()).isTrue());
  }

  @Test
  void refusesNamesThatAreTooLong() {
    String longest = "reg.io/" + "a".repeat(ImageReference.MAX_NAME - "reg.io/".length());

    assertThat(ImageReference.parse(longest)).isInstanceOf(ParsedImage.Valid.class);
    assertThat(ImageReference.parse(longest + "a")).isInstanceOf(ParsedImage.Invalid.class);
    assertThat(ImageReference.parse("a".repeat(1_000_000))).isInstanceOf(ParsedImage.Invalid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx",
    "nginx:1, docker.io/library/nginx:1",
    "docker.io/nginx, docker.io/library/nginx",
    "index.docker.io/nginx, docker.io/library/nginx",
    "registry-1.docker.io/nginx, docker.io/library/nginx",
    "DOCKER.io:443/nginx, docker.io/library/nginx",
    "a/b, docker.io/a/b",
    "ICR.io/a/b, icr.io/a/b",
    "icr.io:443/a/b:C, icr.io/a/b:C",
    "icr.io:8443/a, icr.io:8443/a",
    "icr.io:0443/a, icr.io/a",
    "icr.io:00443/a, icr.io/a",
    "icr.io:08443/a, icr.io:8443/a",
    "icr.io:00000/a, icr.io:0/a",
    "'[fd00::1]:09001/a', '[fd00::1]:9001/a'",
    "'[FD00:0::0001]:9001/a', '[fd00::1]:9001/a'",
  })
  void hasOneCanonicalSpelling(String raw, String canonical) {
    assertThat(ImageReference.of(raw).canonical()).isEqualTo(canonical);
  }

  @Test
  void pinsUnderTheNameAsWritten() {
    assertThat(ImageReference.of("ICR.io:443/a:1").pinnedTo(new Digest(HEX)))
        .isEqualTo("ICR.io:443/a@sha256:" + HEX);
  }

  @Property(tries = 500)
  void readsBackWhatItPrints(@ForAll("references") String raw) {
    ImageReference image = ImageReference.of(raw);
    ImageReference again = ImageReference.of(image.text());

    assertThat(again.name()).isEqualTo(image.name());
    assertThat(again.tag()).isEqualTo(image.tag());
    assertThat(again.digest()).isEqualTo(image.digest());
    assertThat(again.text()).isEqualTo(image.text());
  }

  @Property(tries = 500)
  void theCanonicalSpellingIsItsOwn(@ForAll("references") String raw) {
    String canonical = ImageReference.of(raw).canonical();

    assertThat(ImageReference.of(canonical).canonical()).isEqualTo(canonical);
  }

  @Provide
  Arbitrary<String> references() {
    Arbitrary<String> registry =
        Arbitraries.of(
            "",
            "docker.io/",
            "index.docker.io/",
            "registry-1.docker.io:443/",
            "ICR.io/",
            "reg.io:5000/",
            "localhost/",
            "[::1]:5000/",
            "a-b.c:443/");
    Arbitrary<String> component =
        Arbitraries.of("a", "nginx", "team", "a-b", "a__b", "x.y", "v2", "library", "0");
    Arbitrary<String> path =
        component.list().ofMinSize(1).ofMaxSize(4).map(l -> String.join("/", l));
    Arbitrary<String> tag = Arbitraries.of("", ":1", ":latest", ":V_1.-x");
    Arbitrary<String> digest = Arbitraries.of("", "@sha256:" + HEX);
    return Combinators.combine(registry, path, tag, digest).as((r, p, t, d) -> r + p + t + d);
  }

  @FuzzTest(maxDuration = "2s")
  void neverThrowsOnAHostileName(byte[] bytes) {
    String raw = new String(bytes, UTF_8);
    if (ImageReference.parse(raw) instanceof ParsedImage.Valid(ImageReference image)) {
      assertThat(ImageReference.parse(image.text())).isInstanceOf(ParsedImage.Valid.class);
      assertThat(image.host()).isNotEmpty();
      assertThat(Optional.of(image.canonical())).isPresent();
    }
  }
}
