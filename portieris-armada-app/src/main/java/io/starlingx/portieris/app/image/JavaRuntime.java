/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Links a Java runtime from the JDK that this runs on, or from the modules of one for another
 * architecture. The same JDKs give the same bytes.
 *
 * <p>Classes stay uncompressed, since the image's layer compresses them better, and the archive of
 * shared class data lets the virtual machine start in half the time. What the webhook loads comes
 * first in the file of classes: of a file that is mapped, each page that is touched is memory in
 * use, and so are some beside it.
 *
 * @see <a href="https://openjdk.org/jeps/493">JEP 493: Linking Run-Time Images without JMODs</a>
 */
final class JavaRuntime {

  private static final List<String> SHARED_DATA_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

  /** Classes in the order of their bytes, one in each line. */
  private static final String LOADED_CLASSES = "loaded-classes.txt";

  private JavaRuntime() {}

  /**
   * Links into a directory that does not exist, named by an absolute path. A runtime of another
   * architecture cannot be run here, and so is without shared class data.
   */
  static void link(Path target, List<String> modules, Optional<ModuleFolder> from)
      throws IOException, ImageException {
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    if (!Files.exists(jlink)) {
      throw new ImageException("there is no " + jlink + ": run this with a full JDK");
    }
    // A process of its own: what jlink generates depends on what its virtual machine did before.
    List<String> command =
        new ArrayList<>(
            List.of(
                jlink.toString(),
                "-J-XX:+UseSerialGC",
                "-J-XX:TieredStopAtLevel=1",
                "--add-modules",
                String.join(",", modules),
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--compress",
                "zip-0",
                "--order-resources=@" + LOADED_CLASSES,
                "--output",
                target.toString()));
    from.ifPresent(
        folder ->
            command.addAll(
                List.of("--module-path", folder.directory().toAbsolutePath().toString())));
    try (TemporaryDirectory work = TemporaryDirectory.create("portieris-jlink-")) {
      // By its name alone: jlink takes a comma for the end of the name, and no file for no order.
      Files.write(work.path().resolve(LOADED_CLASSES), loadedClasses());
      Commands.run(command, work.path());
    }
    removeOtherCommands(target.resolve("bin"));
    SecurityProviders.retainLinked(target);
    if (from.isEmpty()) {
      dumpSharedData(target);
    }
  }

  /** The list of classes that come first. */
  static byte[] loadedClasses() throws IOException {
    try (InputStream classes =
        requireNonNull(JavaRuntime.class.getResourceAsStream(LOADED_CLASSES))) {
      return classes.readAllBytes();
    }
  }

  private static void removeOtherCommands(Path bin) throws IOException {
    List<Path> commands;
    try (Stream<Path> entries = Files.list(bin)) {
      commands = entries.filter(entry -> !entry.endsWith("java")).toList();
    }
    for (Path command : commands) {
      Files.delete(command);
    }
  }

  private static void dumpSharedData(Path runtime) throws IOException, ImageException {
    // The virtual machine compares this time with the one in the archive.
    Files.setLastModifiedTime(runtime.resolve("lib/modules"), FileTime.from(TarWriter.TIME));
    Path archive = runtime.resolve("lib/server/classes_coh.jsa");
    if (runtime.toUri().getRawPath().equals(runtime.toAbsolutePath() + "/")) {
      dumpSharedData(runtime, archive);
      return;
    }
    // The bytes depend on whether the runtime's place is escaped in a URI, as a blank is.
    try (TemporaryDirectory plain = TemporaryDirectory.create("portieris-runtime-")) {
      Path copy = plain.path().resolve("runtime");
      try (Stream<Path> files = Files.walk(runtime)) {
        for (Path file : files.toList()) {
          Files.copy(
              file,
              copy.resolve(runtime.relativize(file).toString()),
              StandardCopyOption.COPY_ATTRIBUTES,
              LinkOption.NOFOLLOW_LINKS);
        }
      }
      dumpSharedData(copy, archive);
    }
  }

  private static void dumpSharedData(Path runtime, Path archive)
      throws IOException, ImageException {
    List<String> command = new ArrayList<>();
    command.add(runtime.resolve("bin/java").toString());
    command.addAll(SHARED_DATA_OPTIONS);
    command.add("-Xshare:dump");
    command.add("-Xlog:disable");
    command.add("-XX:SharedArchiveFile=" + archive.toAbsolutePath());
    Commands.run(command, runtime);
  }
}
