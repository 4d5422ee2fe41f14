/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.cli.state.StateJson;
import io.starlingx.portieris.cli.state.StateText;
import io.starlingx.portieris.trust.tuf.TrustState;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The highest versions and the roots that were seen: to be looked at and, rarely, forgotten. */
@Command(
    name = "trust-state",
    description = {
      "Look after what is remembered of signed repositories: roots and highest versions.",
      "Exit code: 0 done, 1 nothing is remembered of this repository, or it cannot be read."
    })
final class TrustStateCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command: list, show, reset.");
  }

  @Command(name = "list", description = "All repositories that were seen, one line each.")
  int list(@Mixin TrustStateOptions options) {
    return options.with(
        spec.commandLine().getErr(),
        (state, user) -> {
          print(options, state.list(), StateText::table);
          return ExitCode.OK;
        });
  }

  @Command(
      name = "show",
      description = "Versions and root of one repository; its root key ids are what pins it.")
  int show(
      @Mixin TrustStateOptions options,
      @Parameters(paramLabel = "GUN", description = "Name with its registry, without a tag.")
          String gun) {
    return options.with(
        spec.commandLine().getErr(),
        (state, user) ->
            told(
                options,
                gun,
                state.list().stream().filter(entry -> entry.key().gun().equals(gun)).toList(),
                StateText::blocks));
  }

  @Command(
      name = "reset",
      description = {
        "Forget one repository, so that it is trusted anew: after its trust server was set up again.",
        "Who did so is noted: in resets.log of the directory, or as an event of the cluster."
      })
  int reset(
      @Mixin TrustStateOptions options,
      @Parameters(paramLabel = "GUN", description = "Name with its registry, without a tag.")
          String gun) {
    return options.with(
        spec.commandLine().getErr(),
        (state, user) ->
            told(
                options,
                gun,
                state.reset(gun, user),
                entries -> "forgotten:\n\n" + StateText.blocks(entries)));
  }

  private int told(
      TrustStateOptions options,
      String gun,
      List<TrustState.Entry> entries,
      Function<List<TrustState.Entry>, String> text) {
    if (entries.isEmpty()) {
      spec.commandLine().getErr().println("nothing is remembered of " + gun);
      if (options.json()) {
        print(options, entries, text);
      }
      return ExitCode.FINDINGS;
    }
    print(options, entries, text);
    return ExitCode.OK;
  }

  private void print(
      TrustStateOptions options,
      List<TrustState.Entry> entries,
      Function<List<TrustState.Entry>, String> text) {
    var out = spec.commandLine().getOut();
    out.print(options.json() ? StateJson.of(entries) + "\n" : text.apply(entries));
    out.flush();
  }
}
