/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.build.BuildProgress;
import io.starlingx.portieris.app.build.ImageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Images of real packages, under runtimes that are only said to be of their architecture. */
record TwoArchitectures(Path directory, Path lib) {

  static final String OTHER = Architecture.current().equals("arm64") ? "amd64" : "arm64";

  private static final Map<String, String> PLATFORMS =
      Map.of("amd64", "linux-amd64", "arm64", "linux-aarch64");

  static TwoArchitectures in(Path directory) throws IOException {
    return new TwoArchitectures(
        directory, DistributionFixture.write(directory.resolve("distribution")));
  }

  ModuleFolder jdk(String architecture) throws Exception {
    Path folder = directory.resolve("jdk-" + architecture);
    ModuleFixture.write(
        folder, "25.0.9", Objects.requireNonNull(PLATFORMS.get(architecture), architecture));
    return ModuleFolder.of(architecture, folder);
  }

  ImageResult build(List<ModuleFolder> jdks, Optional<String> base)
      throws IOException, ImageException {
    ImageRequest request =
        new ImageRequest(
            JavaProgram.webhook(),
            lib,
            directory.resolve("workspace"),
            Map.of(),
            "webhook.oci.tar",
            new ImageName("docker.io/example/webhook", "2"),
            directory.resolve("debian.lock"),
            directory.resolve("cache"),
            base,
            Optional.empty(),
            jdks);
    BuildProgress progress = BuildProgress.silent();
    return new ImageBuild(
            progress,
            (program, from) ->
                new ProgramRuntime(
                    program,
                    progress,
                    from,
                    target -> runtime(target, from.map(ModuleFolder::architecture).orElse("own"))))
        .build(request, directory.resolve("output"));
  }

  private static void runtime(Path target, String content) throws IOException {
    Files.createDirectories(target.resolve("bin"));
    Files.writeString(target.resolve("bin/java"), content);
    Files.writeString(target.resolve("release"), "JAVA_VERSION=\"25\"\nMODULES=\"java.base\"\n");
  }
}
