/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import picocli.CommandLine.Parameters;

/** Which chart of which application. */
final class ChartArguments {

  @Parameters(index = "0", paramLabel = "<app name>", description = "Name of the application.")
  private String application = "";

  @Parameters(index = "1", paramLabel = "<chart name>", description = "Name of the chart.")
  private String chart = "";

  @Parameters(
      index = "2",
      paramLabel = "<namespace>",
      description = "Namespace of the chart overrides.")
  private String namespace = "";

  String application() {
    return application;
  }

  String chart() {
    return chart;
  }

  String namespace() {
    return namespace;
  }
}
