/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.overrides;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.sysinv.bootstrap.BootstrapReader;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documented examples: what the documents show is what comes out. */
class ExamplesTest {

  private static final Path ROOT = Path.of(System.getProperty("portieris.root", "."));
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z"));

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "simplex-air-gapped, localhost.yml, 0",
    "duplex-notary, localhost.yml, 0",
    "several-files, secrets.yml site.yml localhost.yml, 2",
  })
  void giveTheOverridesThatAreShown(String name, String files, int notices) throws IOException {
    Path example = ROOT.resolve("docs/starlingx/examples").resolve(name);
    List<Path> bootstrap = new ArrayList<>();
    for (String file : Arrays.asList(files.split(" "))) {
      bootstrap.add(onThisMachine(example, file));
    }

    BootstrapResult result = new BootstrapReader(CLOCK).read(bootstrap);

    assertThat(result).isInstanceOf(BootstrapResult.Valid.class);
    BootstrapResult.Valid valid = (BootstrapResult.Valid) result;
    assertThat(valid.notices()).hasSize(notices);
    StaticOverrides application =
        StaticOverrides.parse(
            Files.readString(
                ROOT.resolve("manifests/fluxcd/portieris/portieris-static-overrides.yaml")));
    assertThat(
            new OverridesText(Overrides.of(valid.config(), application), application)
                .helmOverride())
        .isEqualTo(Files.readString(example.resolve("overrides.yaml")));
  }

  /** The examples name files in the home directory of a controller's user. */
  private Path onThisMachine(Path example, String file) throws IOException {
    String text = Files.readString(example.resolve(file)).replace("/home/sysadmin", example + "");
    return Files.writeString(directory.resolve(file), text);
  }
}
