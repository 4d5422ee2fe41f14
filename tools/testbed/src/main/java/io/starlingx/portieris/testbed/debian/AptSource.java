/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.debian;

import io.starlingx.portieris.testbed.StagingDirectory;
import io.starlingx.portieris.testbed.TestbedException;
import io.starlingx.portieris.testbed.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The package archives that this machine's apt is set up for; apt checks signatures and checksums.
 * Neither root nor the machine's own package lists are needed: where those are missing, lists of
 * its own are fetched.
 */
public final class AptSource implements PackageSource {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Override
  public void unpack(String debianPackage, Path directory) {
    try (StagingDirectory work = StagingDirectory.beside(directory.resolve("download"))) {
      download(debianPackage, work.path());
      run(work.path(), List.of("dpkg-deb", "-x", archive(work.path()).toString(), ".."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void download(String debianPackage, Path work) throws IOException {
    try {
      apt(work, List.of("download", debianPackage));
    } catch (TestbedException noLists) {
      Path lists = Files.createDirectories(work.resolve("lists/partial")).getParent();
      Path archives = Files.createDirectories(work.resolve("cache/archives/partial"));
      List<String> own =
          List.of(
              "-o", "Dir::State::Lists=" + lists, "-o", "Dir::Cache=" + archives.resolve("../.."));
      apt(work, concatenate(own, List.of("update")));
      apt(work, concatenate(own, List.of("download", debianPackage)));
    }
  }

  private static void apt(Path work, List<String> arguments) {
    // apt wants to download as a user of its own, who may not write here.
    run(work, concatenate(List.of("apt-get", "-q", "-o", "APT::Sandbox::User=root"), arguments));
  }

  private static void run(Path work, List<String> command) {
    Command.of(work, command).withEnvironment(Map.of("LC_ALL", "C.UTF-8")).withLimit(LIMIT).run();
  }

  private static Path archive(Path work) throws IOException {
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(work, "*.deb")) {
      return archives.iterator().next();
    }
  }

  private static List<String> concatenate(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
