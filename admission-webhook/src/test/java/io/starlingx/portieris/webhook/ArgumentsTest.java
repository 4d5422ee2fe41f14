/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.webhook.Arguments.UsageException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

  @Test
  void readsEveryOption() throws Exception {
    assertThat(
            Arguments.parse(
                "--config",
                "c.yaml",
                "--kubeconfig",
                "k",
                "--listen",
                "127.0.0.1",
                "--state",
                "s",
                "--port",
                "0",
                "--metrics-port",
                "9"))
        .isEqualTo(
            new Arguments(
                Path.of("c.yaml"),
                Optional.of(Path.of("k")),
                InetAddress.getLoopbackAddress(),
                Optional.of(Path.of("s")),
                OptionalInt.of(0),
                OptionalInt.of(9)));
  }

  @Test
  void needsNoMoreThanTheConfiguration() throws Exception {
    Arguments arguments = Arguments.parse("--config", "c.yaml");

    assertThat(arguments.kubeconfig()).isEmpty();
    assertThat(arguments.listen().isAnyLocalAddress()).isTrue();
    assertThat(arguments.state()).isEmpty();
    assertThat(arguments.port()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', --config is missing",
    "--config, --config needs a value",
    "--config a --config b, --config is given twice",
    "--config a --verbose, unknown option --verbose",
    "--config a --port 70000, --port: 70000 is not a port",
    "--config a --port x, --port: x is not a port"
  })
  void refuses(String line, String complaint) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);

    assertThatThrownBy(() -> Arguments.parse(arguments))
        .isInstanceOf(UsageException.class)
        .hasMessage(complaint);
  }
}
