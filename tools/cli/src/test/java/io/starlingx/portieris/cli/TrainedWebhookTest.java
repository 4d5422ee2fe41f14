/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.build.BuildProgress;
import io.starlingx.portieris.app.image.AotCache;
import io.starlingx.portieris.app.image.JavaProgram;
import io.starlingx.portieris.app.image.ProgramRuntime;
import io.starlingx.portieris.app.rehearsal.WebhookRehearsal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AOT cache of the real webhook, made by what it does in its rehearsal. */
class TrainedWebhookTest {

  @TempDir Path directory;

  @Test
  void startsFromTheCacheOfItsTraining() throws Exception {
    Path home =
        new ProgramRuntime(JavaProgram.webhook(), BuildProgress.silent())
            .layOut(ProjectRoot.webhookDistribution(), directory.resolve("workspace"));
    AotCache cache = new AotCache(JavaProgram.webhook(), home);
    WebhookRehearsal rehearsal = new WebhookRehearsal();

    cache.make(rehearsal);

    // With a cache that does not hold it would not start.
    List<String> command = new ArrayList<>(cache.command(home));
    command.addAll(1, List.of("-XX:AOTMode=on"));
    assertThat(rehearsal.start(command, Files.createDirectory(directory.resolve("start"))))
        .isPresent();
    Path file = home.resolve("aot/program.aot");
    FileTime made = Files.getLastModifiedTime(file);
    cache.make(rehearsal);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(made);
    assertThat(home).isDirectoryNotContaining("glob:**/.*");
  }
}
