/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.attestation.Component;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Remembers the tarballs that were built, each under the {@link BuildInputs} that it follows from,
 * with what was said of it. An entry begins with the SHA-256 of those inputs and of its content, so
 * that one that is damaged or lies under another's name is not taken. For use by several threads
 * and programs.
 */
public final class EarlierBuilds {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 30;

  /** Most bytes of a tarball that is kept. */
  static final int LARGEST = 8 << 20;

  private static final int SUM = 64;

  private final Optional<Path> directory;
  private final Optional<ProgramCode> program;

  private EarlierBuilds(Optional<Path> directory, Optional<ProgramCode> program) {
    this.directory = directory;
    this.program = program;
  }

  /**
   * Remembers from program to program.
   *
   * @param directory of this user's own; created when needed
   */
  public static EarlierBuilds in(Path directory) {
    return new EarlierBuilds(Optional.of(directory), ProgramCode.running());
  }

  /** Remembers what a program built. */
  static EarlierBuilds of(Path directory, ProgramCode program) {
    return new EarlierBuilds(Optional.of(directory), Optional.of(program));
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
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path file = directory.get().resolve(key);
      if (!isOwn(directory.get()) || Files.size(file) > 2 * LARGEST) {
        return Optional.empty();
      }
      return read(key, Files.readAllBytes(file));
    } catch (IOException | UnsupportedOperationException e) {
      // Not there, or damaged: it is built.
      return Optional.empty();
    }
  }

  private static Optional<Build> read(String key, byte[] content) throws IOException {
    int end = Math.min(SUM, content.length);
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    if (end == content.length || !sum(key, content).equals(text(content, 0, SUM))) {
      return Optional.empty();
    }
    Head head = JSON.readValue(content, SUM, end - SUM, Head.class);
    return Optional.of(
        new Build(
            Arrays.copyOfRange(content, end + 1, content.length),
            head.warnings(),
            head.components().stream().map(Part::component).toList()));
  }

  /** Forgets the oldest, when there are many, so that one more can be remembered. */
  void makeRoom() {
    try {
      if (directory.isPresent() && Files.exists(directory.get()) && isOwn(directory.get())) {
        makeRoom(directory.get());
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Remembering will tell.
    }
  }

  /** A folder that cannot be written only costs time. */
  void remember(String key, Build build) {
    if (directory.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(directory.get());
      if (!isOwn(directory.get())) {
        return;
      }
      makeRoom(directory.get());
      Path aside = Files.createTempFile(directory.get(), ".", ".new");
      try {
        Files.write(aside, entry(key, build));
        Files.move(aside, directory.get().resolve(key), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // The next build is done again.
    }
  }

  private static byte[] entry(String key, Build build) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[SUM]);
    out.writeBytes(
        JSON.writeValueAsBytes(
            new Head(build.warnings(), build.components().stream().map(Part::of).toList())));
    out.write('\n');
    out.writeBytes(build.tarball());
    byte[] entry = out.toByteArray();
    byte[] sum = sum(key, entry).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(sum, 0, entry, 0, SUM);
    return entry;
  }

  private static String sum(String key, byte[] entry) {
    return new Sha256().add(key).add(entry, SUM, entry.length - SUM).hex();
  }

  private static String text(byte[] content, int start, int end) {
    return new String(content, start, end - start, StandardCharsets.US_ASCII);
  }

  /** Whoever else can write there could put a tarball in the place of ours. */
  private static boolean isOwn(Path directory) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
    return !permissions.contains(PosixFilePermission.OTHERS_WRITE)
        && !permissions.contains(PosixFilePermission.GROUP_WRITE)
        && Files.getOwner(directory).getName().equals(System.getProperty("user.name"));
  }

  private static void makeRoom(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> entries = Files.list(directory)) {
      all = new ArrayList<>(entries.toList());
    }
    if (all.size() < MOST) {
      return;
    }
    Map<Path, Long> ages = new HashMap<>();
    all.forEach(file -> ages.put(file, file.toFile().lastModified()));
    all.sort(Comparator.comparingLong(file -> ages.getOrDefault(file, 0L)));
    for (Path oldest : all.subList(0, Math.max(0, all.size() - MOST + 1))) {
      Files.deleteIfExists(oldest);
    }
  }
}
