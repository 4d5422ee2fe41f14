/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Merges values as Helm does: mappings are merged, everything else is replaced by what comes later.
 * The engine is asked to install an empty chart without a cluster, and reports the values that it
 * was given. Stateless.
 *
 * @see <a href="https://helm.sh/docs/chart_template_guide/values_files/">Helm, Values Files</a>
 */
public final class ValuesMerge {

  private static final String START = "USER-SUPPLIED VALUES:\n";
  private static final String END = "\nCOMPUTED VALUES:\n";

  /**
   * Merges YAML documents, then {@code --set} arguments over them.
   *
   * @return YAML with sorted keys; {@code {}} when there are no values
   * @throws HelmFailure when a document is not a mapping, or an argument is no Helm expression
   * @throws IOException when temporary files cannot be written
   */
  public String merge(List<String> documents, SetArguments arguments)
      throws HelmFailure, IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create("portieris-values-")) {
      Path chart = Files.createDirectory(directory.path().resolve("empty"));
      Files.writeString(
          chart.resolve("Chart.yaml"), "apiVersion: v2\nname: empty\nversion: 1.0.0\n");
      InstallCommand install =
          new Helm(chart).install().withName("values").clientOnly().dryRun().debug();
      for (int i = 0; i < documents.size(); i++) {
        install.withValuesFile(
            Files.writeString(directory.path().resolve(i + ".yaml"), documents.get(i)));
      }
      if (!arguments.typed().isEmpty()) {
        // The library escapes lists in a value but not in a key, so all arguments go as one key.
        install.set(String.join(",", arguments.typed()) + ",", "");
      }
      int file = 0;
      for (Map.Entry<String, String> text : arguments.strings().entrySet()) {
        Path content = directory.path().resolve("text-" + file++);
        install.setFile(text.getKey(), Files.writeString(content, text.getValue()));
      }
      return userSupplied(install.call().getOutput());
    } catch (IllegalStateException e) {
      throw HelmFailure.of(e);
    }
  }

  private static String userSupplied(String report) throws HelmFailure {
    int start = report.indexOf(START);
    int end = report.indexOf(END, start);
    if (start < 0 || end < 0) {
      throw HelmFailure.of(new IllegalStateException("Helm did not report the values"));
    }
    return report.substring(start + START.length(), end);
  }
}
