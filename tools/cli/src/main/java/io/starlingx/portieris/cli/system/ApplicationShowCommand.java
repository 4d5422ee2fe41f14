/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.diagnosis.Explanation;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.view.ApplicationView;
import io.starlingx.portieris.framework.view.ExplanationView;
import io.starlingx.portieris.framework.view.OutputFormat;
import io.starlingx.portieris.framework.view.ShowFormat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one application. */
@Command(name = "application-show", description = "Show application details.")
final class ApplicationShowCommand extends SessionCommand {

  @Parameters(paramLabel = "<app name>", description = "Name of the application.")
  private String name = "";

  @Option(
      names = "--column",
      paramLabel = "COLUMN",
      description = "Specify the column(s) to include, can be repeated.")
  private List<String> columns = List.of();

  @Option(
      names = "--format",
      paramLabel = "{table,yaml,value,json}",
      description = "Specify the output format, defaults to table.")
  private ShowFormat format = ShowFormat.TABLE;

  @Option(
      names = "--why",
      description =
          "Tell why the last operation failed: what was said, the conditions of the objects that"
              + " are not as they should be, the warnings about them, and the last lines of their"
              + " pods.")
  private boolean isWhy;

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    Optional<Application> application = session.framework().find(name);
    if (application.isEmpty()) {
      return refuse("application not found: " + name);
    }
    if (isWhy) {
      return why(session, application.get());
    }
    print(ApplicationView.show(application.get(), columns, format));
    return DONE;
  }

  private int why(SystemSession session, Application application)
      throws ClusterUnreachableException, IOException {
    Optional<Explanation> why = session.framework().explain(application, session.cluster());
    String text =
        why.map(found -> new ExplanationView(colours()).text(found))
            .orElse("No operation on " + name + " has failed since one succeeded.\n");
    JsonNode data =
        why.<JsonNode>map(ExplanationView::json).orElseGet(JsonNodeFactory.instance::objectNode);
    print(
        switch (format) {
          case TABLE, VALUE -> text;
          case JSON -> OutputFormat.JSON.text(text, data);
          case YAML -> OutputFormat.YAML.text(text, data);
        });
    return DONE;
  }
}
