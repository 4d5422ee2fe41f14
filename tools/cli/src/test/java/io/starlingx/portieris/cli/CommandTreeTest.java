/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class CommandTreeTest {

  private final CommandLine root = Main.commandLine();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  CommandTreeTest() {
    root.setOut(new PrintWriter(out, true));
    root.setErr(new PrintWriter(err, true));
  }

  @TestFactory
  Stream<DynamicTest> everyLevelHasHelp() {
    return tree(root)
        .map(command -> command.getCommandSpec().qualifiedName())
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      String[] path = (name + " --help").split(" ");
                      String[] args = Stream.of(path).skip(1).toArray(String[]::new);
                      assertThat(root.execute(args)).isZero();
                      assertThat(out.toString()).contains("Usage: " + name);
                    }));
  }

  @Test
  void anUnknownCommandIsAUsageErrorThatNamesTheWayOut() {
    assertThat(root.execute("frobnicate")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("frobnicate").contains("portieris --help");
  }

  @Test
  void noCommandAtAllIsAUsageError() {
    assertThat(root.execute()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void everyErrorBelowSystemExitsWithOneAsTheStockClient() {
    assertThat(root.execute("system", "application-show")).isEqualTo(1);
    assertThat(root.execute("system", "application-list", "--nonsense")).isEqualTo(1);
    assertThat(root.execute("system")).isEqualTo(1);
  }

  @Test
  void completionKnowsEveryVisibleCommand() {
    assertThat(root.execute("completion", "bash")).isZero();
    assertThat(out.toString()).contains("completion").contains("complete -F");
  }

  private static Stream<CommandLine> tree(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(CommandTreeTest::tree));
  }
}
