/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.override;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads values that an operator gives; the errors read as those of the stock client. */
final class ValuesYaml {

  private static final int LARGEST = 16 << 20;

  private ValuesYaml() {}

  /** The text, which is a mapping in YAML or nothing. */
  static String read(GivenValues given) throws RefusedOverrideException {
    return switch (given) {
      case GivenValues.InFile(Path file) -> checked(file.toString(), text(file));
      case GivenValues.AsText(String name, String yaml) -> checked(name, yaml);
    };
  }

  private static String checked(String file, String text) throws RefusedOverrideException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LARGEST);
    try {
      refuseAllButMapping(file, new Yaml(new SafeConstructor(options)).load(text));
      return text;
    } catch (MarkedYAMLException e) {
      throw new RefusedOverrideException(
          line(e.getContext(), "")
              + mark(file, e.getContextMark())
              + line(e.getProblem(), "")
              + mark(file, e.getProblemMark()));
    } catch (YAMLException e) {
      throw new RefusedOverrideException(file + ": " + e.getMessage());
    }
  }

  private static void refuseAllButMapping(String file, @Nullable Object values)
      throws RefusedOverrideException {
    if (values != null && !(values instanceof Map)) {
      String kind = values instanceof List ? "a sequence" : "a single value";
      throw new RefusedOverrideException(
          file + ": holds " + kind + ", values are a mapping (name: value)");
    }
  }

  private static String text(Path file) throws RefusedOverrideException {
    if (Files.isDirectory(file)) {
      throw unreadable("[Errno 21] Is a directory: '" + file + "'");
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new RefusedOverrideException(file + " is larger than " + LARGEST + " bytes");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable("[Errno 2] No such file or directory: '" + file + "'");
    } catch (AccessDeniedException e) {
      throw unreadable("[Errno 13] Permission denied: '" + file + "'");
    } catch (CharacterCodingException e) {
      throw new RefusedOverrideException(file + " is not UTF-8 text");
    } catch (IOException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static RefusedOverrideException unreadable(String reason) {
    return new RefusedOverrideException("error opening values file: " + reason);
  }

  private static String line(String text, String absent) {
    return text == null
        ? absent
        : text.replaceAll("but (got|found) (<[^>]+>|\\S+)$", "but $1 '$2'") + "\n";
  }

  private static String mark(String file, Mark mark) {
    return mark == null
        ? ""
        : "  in \"%s\", line %d, column %d\n"
            .formatted(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
