/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceParametersTest {

  private static final String TABLE =
      """
      +--------+----------+------------------+-------------+------------------------+-------------+----------+
      | uuid   | service  | section          | name        | value                  | personality | resource |
      +--------+----------+------------------+-------------+------------------------+-------------+----------+
      | 1      | docker   | icr-registry     | url         | harbor.example.com/icr | None        | None     |
      | 2      | docker   | icr-registry     | auth-secret | 5b6a-not-to-be-seen    | None        | None     |
      | 3      | docker   | quay-registry    | url         | harbor.example.com/q   | None        | None     |
      | 4      | docker   | quay-registry    | type        | docker                 | None        | None     |
      | 5      | docker   | proxy            | https_proxy | http://p.example:3128  | None        | None     |
      | 6      | docker   | proxy            | no_proxy    | a.example,10.0.0.1     | None        | None     |
      | 7      | identity | config           | token_expir | 3600                   | None        | None     |
      +--------+----------+------------------+-------------+------------------------+-------------+----------+
      """;

  @TempDir Path directory;

  private BootstrapResult read(String... texts) throws IOException {
    Path[] files = new Path[texts.length];
    for (int i = 0; i < texts.length; i++) {
      files[i] = Files.writeString(directory.resolve("file" + i), texts[i]);
    }
    return new BootstrapReader(InstantSource.system()).read(List.of(files));
  }

  private BootstrapConfig config(String... texts) throws IOException {
    return switch (read(texts)) {
      case BootstrapResult.Valid(BootstrapConfig config, var notices) -> config;
      case BootstrapResult.Invalid(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  @Test
  void registriesAndProxiesOfARunningPlatformAreRead() throws IOException {
    BootstrapConfig config = config(TABLE);

    assertThat(config.mirrors())
        .contains(
            new Mirror("harbor.example.com/icr", "icr.io"),
            new Mirror("harbor.example.com/q", "quay.io"));
    assertThat(config.proxy().https()).isEqualTo(Optional.of("http://p.example:3128"));
    assertThat(config.proxy().no()).contains("a.example", "10.0.0.1");
    assertThat(config.toString()).doesNotContain("not-to-be-seen");
  }

  @Test
  void theyReplaceThoseOfBootstrapFilesBeforeThem() throws IOException {
    BootstrapConfig config =
        config(
            """
            docker_registries: {icr.io: {url: old.example.com/icr}}
            image_trust: {replicas: 2}
            """,
            TABLE);

    assertThat(config.mirrors()).extracting(Mirror::prefix).doesNotContain("old.example.com/icr");
    assertThat(config.imageTrust()).isPresent();
  }

  @Test
  void aValueThatThePlatformWouldRefuseIsRefused() throws IOException {
    assertThat(read(TABLE.replace("harbor.example.com/icr", "https://harbor.example")))
        .isInstanceOfSatisfying(
            BootstrapResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems().toString())
                    .contains("docker_registries.icr.io.url", "is not the address of a registry"));
  }

  @Test
  void aTableWithoutSuchParametersHoldsNothing() throws IOException {
    String other =
        "+---+\n| uuid | service | section | name | value |\n| 1 | identity | a | b | c |\n";

    assertThat(read(other)).isInstanceOf(BootstrapResult.Invalid.class);
    assertThat(config("image_trust: {replicas: 2}\n", other).mirrors()).isNotEmpty();
  }
}
