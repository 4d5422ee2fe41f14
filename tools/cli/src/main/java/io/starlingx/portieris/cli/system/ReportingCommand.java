/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.framework.view.OutputFormat;
import picocli.CommandLine.Option;

/** A command whose result programs may want to read. */
abstract class ReportingCommand extends SessionCommand {

  @Option(
      names = "--format",
      paramLabel = "{table,json,yaml}",
      description = "How the result is told; default: ${DEFAULT-VALUE}, as the StarlingX client.")
  private OutputFormat format = OutputFormat.TABLE;

  ReportingCommand() {}

  /**
   * @param rejection what to put before the text when the cluster cannot be reached
   */
  ReportingCommand(String rejection) {
    super(rejection);
  }

  /**
   * Tells the result.
   *
   * @param table as the stock client tells it
   * @param data the same for programs
   */
  final void report(String table, JsonNode data) {
    print(format.text(table, data));
  }

  /** Says what programs have no use for. */
  final void printForPeople(String text) {
    if (format == OutputFormat.TABLE) {
      print(text);
    }
  }

  /** Tells that something is no more. */
  final void reportDeleted(String text, String name) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("name", name);
    data.put("deleted", true);
    report(text, data);
  }

  final OperationFollower follower() {
    return follower(format);
  }
}
