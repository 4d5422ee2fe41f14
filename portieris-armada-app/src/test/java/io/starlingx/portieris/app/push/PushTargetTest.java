/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushTargetTest {

  @ParameterizedTest
  @CsvSource({
    "registry.local:9001,              registry.local:9001/docker.io/team/app:1.0",
    "registry.example.com,             registry.example.com/docker.io/team/app:1.0",
    "registry.local:9001/icr.io/x,     registry.local:9001/icr.io/x:1.0",
    "registry.local:9001/icr.io/x:v2,  registry.local:9001/icr.io/x:v2",
    "Registry.Example.com/x:V2,        registry.example.com/x:V2",
    "localhost/x,                      localhost/x:1.0",
    "[fd00::1]:9001,                   [fd00::1]:9001/docker.io/team/app:1.0",
    "[fd00::1]:9001/x,                 [fd00::1]:9001/x:1.0",
  })
  void fillsInWhatTheUserLeavesOut(String text, String expected) {
    assertThat(PushTarget.parse(text, "docker.io/team/app", "1.0")).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://registry.local:9001",
        "registry.local:9001/x@sha256:00",
        "registry.local:9001/X",
        "registry.local:9001/",
        "registry.local:9001//x",
        "registry.local:9001/../x",
        "registry.local:9001/x:",
        "registry.local:9001/x:a:b",
        "registry.local:9001/x?a=b",
        "registry.local:99999999/x",
        "registry.local:v1",
        "user@registry.local/x",
        "registry local/x"
      })
  void refusesWhatIsNoPlaceForAnImage(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PushTarget.parse(text, "docker.io/team/app", "1.0"))
        .withMessageContaining(text);
  }
}
