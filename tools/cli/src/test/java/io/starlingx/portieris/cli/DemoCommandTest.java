/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo, with every real server. */
class DemoCommandTest {

  private static final Pattern PINNED =
      Pattern.compile("the cluster runs +localhost:[0-9]+/team/web@(sha256:[0-9a-f]{64})");
  private static final Pattern CONTENT = Pattern.compile(" content +(sha256:[0-9a-f]{64})");

  private final CommandLine root = Main.commandLine();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  DemoCommandTest() {
    root.setOut(new PrintWriter(out, true));
    root.setErr(new PrintWriter(err, true));
  }

  @Test
  void leadsFromABootstrapFileToARefusedPod() {
    int code = root.execute("demo");

    assertThat(err.toString()).doesNotContain("error");
    assertThat(code).isZero();
    Matcher content = CONTENT.matcher(out.toString());
    assertThat(content.find()).isTrue();
    assertThat(PINNED.matcher(out.toString()).results())
        .as("the signed pod, before and after the tag was moved")
        .hasSize(2)
        .allMatch(pinned -> pinned.group(1).equals(content.group(1)));
    assertThat(out.toString())
        .contains("reason: NO_TRUST_DATA")
        .contains("does not have trust data for")
        .contains("all of it");
  }

  @Test
  void anotherClusterNeedsAnAddressOfThisMachine(@TempDir Path directory) {
    int code = root.execute("demo", "--kubeconfig", directory.resolve("config").toString());

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--advertise ADDRESS");
  }

  @Test
  void aKubeconfigThatIsNotThereIsNamed(@TempDir Path directory) {
    String file = directory.resolve("config").toString();
    int code = root.execute("demo", "--kubeconfig", file, "--advertise", "192.0.2.1");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(file);
  }
}
