/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import java.util.function.BinaryOperator;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Model.CommandSpec;

/** Colours a text where the output is a terminal that shows them. */
public final class Colours implements BinaryOperator<String> {

  private final boolean isEnabled;

  public Colours(CommandSpec spec) {
    this.isEnabled = spec.commandLine().getColorScheme().ansi().enabled();
  }

  /**
   * The text in that colour. It is never read as markup: it may come from a hostile file.
   *
   * @param colour a style's name, such as {@code red} or {@code bold}
   */
  @Override
  public String apply(String colour, String text) {
    if (!isEnabled) {
      return text;
    }
    return Style.on(Style.parse(colour)) + text + Style.reset.on();
  }
}
