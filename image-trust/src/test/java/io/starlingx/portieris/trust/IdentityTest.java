/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.image.ImageReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {

  @ParameterizedTest
  @CsvSource({
    "registry.local:9001/icr.io, icr.io, registry.local:9001/icr.io/team/app:1, icr.io/team/app:1",
    "registry.local:9001/docker.io, docker.io, registry.local:9001/docker.io/nginx:1, docker.io/library/nginx:1",
    "registry.local:9001, icr.io, registry.local:9001/app, icr.io/app",
    "registry.local:9001/, icr.io/, registry.local:9001/app, icr.io/app",
    "registry.local:9001/a/app, icr.io/b/app, registry.local:9001/a/app:1, icr.io/b/app:1",
    "registry.local:9001/icr.io, icr.io, registry.local:9001/icr.io.evil.com/app, ''",
    "registry.local:9001/icr.io, icr.io, registry.local:9002/icr.io/app, ''",
    "registry.local, icr.io, registry.local.evil.com/app, ''",
    "docker.io/library, icr.io/hub, nginx, icr.io/hub/nginx",
    "mirror.test, icr.io, MIRROR.test:443/app, icr.io/app",
  })
  void replacesThePrefixAtASlash(String prefix, String signed, String image, String expected) {
    assertThat(
            new Identity(prefix, signed)
                .signedName(ImageReference.of(image))
                .map(ImageReference::text)
                .orElse(""))
        .isEqualTo(expected);
  }

  @Test
  void keepsTagAndDigest() {
    String suffix = ":1@sha256:" + "a".repeat(64);

    assertThat(
            new Identity("m.test", "icr.io").signedName(ImageReference.of("m.test/app" + suffix)))
        .hasValueSatisfying(image -> assertThat(image.text()).isEqualTo("icr.io/app" + suffix));
  }

  @Test
  void needsBothPrefixes() {
    assertThatThrownBy(() -> new Identity("", "icr.io"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Identity("/", "icr.io"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
