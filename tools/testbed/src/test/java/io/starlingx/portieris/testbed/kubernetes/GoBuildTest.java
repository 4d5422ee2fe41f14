/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.TestbedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoBuildTest {

  private static final String OLD_GO = "echo go version go1.19.8 linux/amd64";

  @TempDir private Path directory;

  private final List<String> reported = new ArrayList<>();
  private Path target;

  @BeforeEach
  void makeTarget() throws IOException {
    target = Files.createDirectories(directory.resolve("target"));
  }

  @Test
  void toolchainThatIsTooOldIsPassedOver() {
    Scripts.write(directory.resolve("old/go"), OLD_GO);
    Path enough =
        Scripts.write(directory.resolve("new/go"), "echo go version go1.24.0 linux/amd64");

    assertThat(toolchain("old", "new").find()).isEqualTo(enough);
  }

  @Test
  void buildsFromTheFixedModuleAndLinksEachProgram() {
    Scripts.write(
        directory.resolve("bin/go"),
        """
        case $1 in
          version) echo go version go1.26.0 linux/amd64; exit ;;
          env) mktemp -d; exit ;;
        esac
        while [ "$1" != -o ]; do shift; done
        test -s go.mod && test -s go.sum && test -s main.go || exit 1
        echo "#!/bin/sh" > "$2"
        echo "echo \\"$GOFLAGS $GOTOOLCHAIN \\$0\\"" >> "$2"
        chmod +x "$2"
        for i in $(seq 250); do echo k8s.io/package$i; done
        """);

    String origin = new GoBuild(toolchain("bin"), directory, progress()).obtain(target);

    assertThat(origin).isEqualTo("built from the published Go modules");
    assertThat(target.resolve("kube-controller-manager")).isExecutable().isSymbolicLink();
    assertThat(target.resolve("kubernetes")).content().contains("-mod=readonly local");
    assertThat(target).isDirectoryNotContaining("glob:**part*");
    assertThat(reported)
        .containsSubsequence(
            "100 of about 2600 packages built", "200 of about 2600 packages built");
  }

  @Test
  void failedBuildShowsWhatTheCompilerSaid() {
    Scripts.write(
        directory.resolve("bin/go"),
        """
        case $1 in
          version) echo go version go1.26.0 linux/amd64; exit ;;
          env) mktemp -d; exit ;;
        esac
        echo k8s.io/api/core/v1
        echo "k8s.io/api@v0.34.4: verifying module: checksum mismatch"
        exit 1
        """);

    assertThatThrownBy(() -> new GoBuild(toolchain("bin"), directory, progress()).obtain(target))
        .isInstanceOf(TestbedException.class)
        .hasMessage("go build failed:\nk8s.io/api@v0.34.4: verifying module: checksum mismatch");
  }

  private GoToolchain toolchain(String... directories) {
    String path =
        String.join(
            ":",
            List.of(directories).stream().map(directory::resolve).map(Path::toString).toList());
    return new GoToolchain(24, Map.of("PATH", path), directory.resolve("cache"), progress());
  }

  private Progress progress() {
    return new Progress() {
      @Override
      public void step(String text) {
        reported.add(text);
      }

      @Override
      public void update(String text) {
        reported.add(text);
      }
    };
  }
}
