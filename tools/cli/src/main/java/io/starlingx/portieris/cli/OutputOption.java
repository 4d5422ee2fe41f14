/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import picocli.CommandLine.Option;

/** The choice between text and JSON. */
final class OutputOption {

  @Option(
      names = "--output",
      converter = ReportForm.Name.class,
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json. Default: ${DEFAULT-VALUE}.")
  private ReportForm form = ReportForm.TEXT;

  ReportForm form() {
    return form;
  }
}
