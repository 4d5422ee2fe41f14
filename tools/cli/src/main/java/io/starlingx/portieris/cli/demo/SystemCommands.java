/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The platform's commands against the demo's cluster, with the demo's own state. */
final class SystemCommands {

  private final ProductCommands product;
  private final List<String> options;

  SystemCommands(ProductCommands product, Path kubeconfig, Path state) {
    this.product = product;
    this.options = List.of("--kubeconfig", kubeconfig.toString(), "--state-dir", state.toString());
  }

  /**
   * Runs a command and shows it, without the options that name cluster and state, and what it
   * prints.
   *
   * @throws DemoFailure unless it succeeds
   */
  void run(String... arguments) {
    List<String> shown = new ArrayList<>(List.of("system"));
    shown.addAll(List.of(arguments));
    product.run(command(arguments), shown);
  }

  /** Runs a command whose failure changes nothing any more. */
  void quietly(String... arguments) {
    product.quietly(command(arguments));
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("system", arguments[0]));
    command.addAll(options);
    command.addAll(List.of(arguments).subList(1, arguments.length));
    return command;
  }
}
