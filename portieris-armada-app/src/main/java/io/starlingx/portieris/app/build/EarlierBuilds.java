/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.attestation.Component;
import io.starlingx.portieris.app.cache.CacheFolder;
import io.starlingx.portieris.app.cache.ProgramCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the tarballs that were built, each under the {@link BuildInputs} that it follows from,
 * with what was said of it. For use by several threads and programs.
 */
public final class EarlierBuilds {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 30;

  /** Most bytes of a tarball that is kept. */
  static final int LARGEST = 8 << 20;

  private final Optional<CacheFolder> folder;
  private final Optional<ProgramCode> program;

  private EarlierBuilds(Optional<CacheFolder> folder, Optional<ProgramCode> program) {
    this.folder = folder;
    this.program = program;
  }

  /**
   * Remembers what a program built, from program to program.
   *
   * @param directory of this user's own; created when needed
   */
  static EarlierBuilds of(Path directory, Optional<ProgramCode> program) {
    return new EarlierBuilds(Optional.of(new CacheFolder(directory, MOST, 2 * LARGEST)), program);
  }

  /** Remembers nothing. */
  public static EarlierBuilds none() {
    return new EarlierBuilds(Optional.empty(), Optional.empty());
  }

  /**
   * A build that was done.
   *
   * @param warnings what was said of it
   * @param components what is in it
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Build(byte[] tarball, List<Finding> warnings, List<Component> components) {}

  /** What is written of a build before its tarball. */
  private record Head(List<Finding> warnings, List<Part> components) {}

  /** A component, with an empty text where it has no digest. */
  private record Part(String type, String name, String version, String purl, String sha256) {

    static Part of(Component component) {
      return new Part(
          component.type(),
          component.name(),
          component.version(),
          component.purl(),
          component.sha256().orElse(""));
    }

    Component component() {
      return new Component(
          type, name, version, purl, Optional.of(sha256).filter(hex -> !hex.isEmpty()));
    }
  }

  /** The code whose builds these are; nothing when none is remembered. */
  Optional<ProgramCode> program() {
    return program;
  }

  /** The build of these inputs, if it was done before. */
  Optional<Build> find(String key) {
    return folder.flatMap(cache -> cache.find(key)).flatMap(EarlierBuilds::read);
  }

  private static Optional<Build> read(byte[] content) {
    int end = 0;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    if (end == content.length) {
      return Optional.empty();
    }
    try {
      Head head = JSON.readValue(content, 0, end, Head.class);
      return Optional.of(
          new Build(
              Arrays.copyOfRange(content, end + 1, content.length),
              head.warnings(),
              head.components().stream().map(Part::component).toList()));
    } catch (IOException e) {
      // Of a program that wrote it otherwise: it is built.
      return Optional.empty();
    }
  }

  /** Forgets the oldest, when there are many, so that one more can be remembered. */
  void makeRoom() {
    folder.ifPresent(CacheFolder::makeRoom);
  }

  /** Remembers it, if that can be. */
  void remember(String key, Build build) throws IOException {
    if (folder.isPresent()) {
      folder.get().remember(key, content(build));
    }
  }

  private static byte[] content(Build build) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        JSON.writeValueAsBytes(
            new Head(build.warnings(), build.components().stream().map(Part::of).toList())));
    out.write('\n');
    out.writeBytes(build.tarball());
    return out.toByteArray();
  }
}
