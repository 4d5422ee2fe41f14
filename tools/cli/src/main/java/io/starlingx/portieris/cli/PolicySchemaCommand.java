/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.webhook.crd.PolicyDefinition;
import io.starlingx.portieris.webhook.crd.PolicyKind;
import io.starlingx.portieris.webhook.crd.PolicyReference;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a policy may hold. */
@Command(
    name = "schema",
    description =
        "Print the CustomResourceDefinitions of the policies, or the reference of their fields.")
final class PolicySchemaCommand implements Runnable {

  /** What is printed. */
  enum Form {
    YAML,
    MARKDOWN
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND",
      description = "ImagePolicy or ClusterImagePolicy. Default: both.")
  private List<String> kinds = List.of();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "yaml: the definitions; markdown: the reference. Default: yaml.")
  private Form output = Form.YAML;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (output) {
          case MARKDOWN -> PolicyReference.markdown();
          case YAML ->
              chosen().stream().map(PolicyDefinition::yaml).collect(Collectors.joining("---\n"));
        });
    out.flush();
  }

  private List<PolicyKind> chosen() {
    List<PolicyKind> all = List.of(PolicyKind.values());
    if (kinds.isEmpty()) {
      return all;
    }
    List<PolicyKind> named = all.stream().filter(kind -> kinds.contains(kind.kind())).toList();
    if (named.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "no such kind: "
              + kinds.getFirst()
              + "; there are "
              + Stream.of(PolicyKind.values())
                  .map(PolicyKind::kind)
                  .collect(Collectors.joining(" and ")));
    }
    return named;
  }
}
