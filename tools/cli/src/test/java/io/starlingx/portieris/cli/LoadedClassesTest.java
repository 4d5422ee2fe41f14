/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.build.BuildProgress;
import io.starlingx.portieris.app.image.JavaProgram;
import io.starlingx.portieris.app.image.ProgramRuntime;
import io.starlingx.portieris.app.rehearsal.WebhookRehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real webhook reads of its Java runtime. */
class LoadedClassesTest {

  /** Time, tags, the class, where it is from; others are from jars, archives and nowhere. */
  private static final Pattern LOADED = Pattern.compile("\\[[^ ]* *([^ ]+) source: jrt:/[^ ]+");

  /** Offset, size, size when compressed, path in the module. */
  private static final Pattern ENTRY = Pattern.compile(" *(\\d+) +(\\d+) +\\d+ (.+)\\.class");

  @TempDir Path directory;

  @Test
  void theClassesThatItLoadsLieTogether() throws Exception {
    JavaProgram webhook = JavaProgram.webhook();
    Path home =
        new ProgramRuntime(webhook, BuildProgress.silent())
            .layOut(ProjectRoot.webhookDistribution(), directory.resolve("workspace"));
    Path log = directory.resolve("classes.log");
    List<String> command = new ArrayList<>(webhook.command(home));
    command.add(1, "-Xlog:class+load:file=" + log);

    assertThat(
            new WebhookRehearsal()
                .start(command, Files.createDirectory(directory.resolve("start"))))
        .isPresent();

    Map<String, Entry> entries = entries(home.resolve("runtime/lib/modules"));
    List<Entry> loaded =
        Files.readAllLines(log).stream()
            .map(LOADED::matcher)
            .filter(Matcher::find)
            .map(line -> line.group(1).replace('.', '/'))
            .filter(entries::containsKey) // others were made meanwhile
            .map(entries::get)
            .toList();
    long size = loaded.stream().mapToLong(Entry::size).sum();
    long first = entries.values().stream().mapToLong(Entry::offset).min().orElseThrow();
    long early = loaded.stream().filter(entry -> entry.offset() < first + 2 * size).count();
    assertThat(loaded).hasSizeGreaterThan(1_000);
    assertThat(early)
        .as("of %s classes, to be listed in loaded-classes.txt", loaded.size())
        .isGreaterThan(loaded.size() * 95L / 100);
  }

  private static Map<String, Entry> entries(Path modules) throws IOException, InterruptedException {
    Process list =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/jimage").toString(),
                "list",
                "--verbose",
                modules.toString())
            .redirectErrorStream(true)
            .start();
    Map<String, Entry> entries = new HashMap<>();
    try (var lines = list.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher entry = ENTRY.matcher(line);
        if (entry.matches()) {
          entries.put(
              entry.group(3),
              new Entry(Long.parseLong(entry.group(1)), Long.parseLong(entry.group(2))));
        }
      }
    }
    assertThat(list.waitFor()).isZero();
    return entries;
  }

  private record Entry(long offset, long size) {}
}
