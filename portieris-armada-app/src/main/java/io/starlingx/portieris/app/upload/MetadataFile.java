/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import static io.starlingx.portieris.app.upload.MetadataFields.invalid;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads {@code metadata.yaml} of an extracted tarball: at most 256 KiB, plain YAML types only. */
final class MetadataFile {

  private static final int LARGEST = 256 * 1024;

  private MetadataFile() {}

  static Optional<AppMetadata> read(Path root) throws IOException, RejectedUploadException {
    Path file = root.resolve("metadata.yaml");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > LARGEST) {
      throw invalid("Invalid metadata.yaml: it is larger than " + LARGEST + " bytes.", "");
    }
    return Optional.of(MetadataReader.read(mapping(file)));
  }

  private static Map<?, ?> mapping(Path file) throws IOException, RejectedUploadException {
    Object document;
    try {
      document = yaml().load(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw invalid("Invalid metadata.yaml: it is not UTF-8 text.", "");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw invalid("Invalid metadata.yaml: line " + line + ": " + e.getProblem() + ".", "");
    } catch (YAMLException | IllegalArgumentException e) {
      throw invalid("Invalid metadata.yaml: " + e.getMessage() + ".", "");
    }
    return switch (document) {
      case Map<?, ?> mapping -> mapping;
      case null -> throw invalid("Invalid metadata.yaml: the file is empty.", "");
      default -> throw invalid("Invalid metadata.yaml: the file is not a mapping.", "");
    };
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    options.setMaxAliasesForCollections(20);
    options.setNestingDepthLimit(20);
    options.setCodePointLimit(LARGEST);
    return new Yaml(new SafeConstructor(options));
  }
}
