/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads one bootstrap file: a bounded read, then YAML. Whatever is wrong becomes a finding. */
final class SourceFile {

  private static final String VAULT_HEADER = "$ANSIBLE_VAULT;";

  private final Path path;
  private final String name;
  private final Findings findings;

  SourceFile(Path path, Findings findings) {
    this.path = path;
    this.name = path.toString();
    this.findings = findings;
  }

  /** The variables of the file; empty when it has none that can be read. */
  Optional<Section> read() {
    return text().flatMap(this::variables);
  }

  private Optional<String> text() {
    try {
      return bytes().flatMap(this::decoded);
    } catch (AccessDeniedException e) {
      return unreadable("cannot be read: permission denied");
    } catch (IOException e) {
      return unreadable("cannot be read");
    }
  }

  private Optional<byte[]> bytes() throws IOException {
    if (Files.isDirectory(path)) {
      return unreadable("is a directory");
    }
    if (!Files.exists(path)) {
      return unreadable("does not exist");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(BootstrapReader.LARGEST_FILE + 1);
      return bytes.length > BootstrapReader.LARGEST_FILE
          ? unreadable("is larger than " + BootstrapReader.LARGEST_FILE / 1024 + " KiB")
          : Optional.of(bytes);
    }
  }

  private Optional<String> decoded(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      return unreadable("is not text in UTF-8");
    }
  }

  private Optional<Section> variables(String text) {
    if (text.startsWith(VAULT_HEADER)) {
      findings.notice(new Finding(name, 0, "", "is an Ansible vault file and was not read", ""));
      return Optional.empty();
    }
    String yaml = ServiceParameters.isTable(text) ? ServiceParameters.yaml(text) : text;
    return switch (YamlText.parse(yaml)) {
      case YamlText.Empty empty -> {
        findings.notice(new Finding(name, 0, "", "holds no variables", ""));
        yield Optional.empty();
      }
      case YamlText.Broken(int line, String what) -> {
        findings.problem(new Finding(name, line, "", what, ""));
        yield Optional.empty();
      }
      case YamlText.Parsed(var root) -> {
        VaultedValues.remark(root)
            .ifPresent(remark -> findings.notice(new Finding(name, 0, "", remark, "")));
        yield new Value(name, 1, "", root, findings).section("variables, each as name: value");
      }
    };
  }

  private <T> Optional<T> unreadable(String what) {
    findings.problem(new Finding(name, 0, "", what, ""));
    return Optional.empty();
  }
}
