/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code metadata.yaml} of an extracted tarball: at most 256 KiB. */
final class MetadataFile {

  private static final int LARGEST = 256 * 1024;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}");

  private MetadataFile() {}

  static Optional<AppMetadata> read(Path root) throws IOException, RejectedUploadException {
    Path file = root.resolve("metadata.yaml");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > LARGEST) {
      throw invalid("it is larger than " + LARGEST + " bytes.");
    }
    Yaml.Mapping document = mapping(YamlReader.read(file));
    List<MetadataProblem> problems = MetadataValidation.problems(document);
    if (!problems.isEmpty()) {
      MetadataProblem first = problems.getFirst();
      throw new RejectedUploadException(
          MetadataProblem.PREFIX + first.text(), "metadata.yaml:" + first.line());
    }
    AppMetadata metadata = MetadataReader.read(document);
    // Both become parts of file names.
    checkName("app_name", metadata.name());
    checkName("app_version", metadata.version());
    return Optional.of(metadata);
  }

  private static Yaml.Mapping mapping(YamlFile file) throws RejectedUploadException {
    if (!file.isReadable()) {
      String line = file.line() > 0 ? "line " + file.line() + ": " : "";
      throw invalid(line + file.problem() + ".");
    }
    if (file.first() instanceof Yaml.Mapping mapping) {
      return mapping;
    }
    throw invalid(file.first().isNull() ? "the file is empty." : "the file is not a mapping.");
  }

  private static void checkName(String key, String value) throws RejectedUploadException {
    if (!NAME.matcher(value).matches()) {
      throw invalid(key + " may hold only letters, digits, '.', '_', '+' and '-'.");
    }
  }

  private static RejectedUploadException invalid(String text) {
    return new RejectedUploadException(
        MetadataProblem.PREFIX + "Invalid metadata.yaml: " + text, "");
  }
}
