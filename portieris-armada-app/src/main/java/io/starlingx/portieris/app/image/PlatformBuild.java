/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.build.BuildProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** The image of one architecture: Debian packages, a linked Java runtime, the program's jars. */
final class PlatformBuild {

  static final Path HOME = Path.of("/opt/portieris");

  /** The place of the program's jars among the layers. */
  private static final int PROGRAM = 2;

  private final ImageRequest request;
  private final BuildProgress progress;
  private final Path work;

  /**
   * @param work an existing directory for the compressed layers
   */
  PlatformBuild(ImageRequest request, BuildProgress progress, Path work) {
    this.request = request;
    this.progress = progress;
    this.work = work;
  }

  /** An architecture with its runtime and, where the program can be run here, its AOT cache. */
  record Target(String architecture, String javaVersion, Path home, Optional<AotCache> cache) {}

  /** An image and the packages in it. */
  record Built(OciArchive.Platform image, List<DebianPackage> packages) {}

  /**
   * Builds.
   *
   * @param shared the layer of the program's jars, when another architecture has it already
   */
  Built build(Target target, PackageSource source, Optional<Layer> shared)
      throws IOException, ImageException {
    progress.step("obtain Debian packages for " + target.architecture());
    Path runtime = target.home().resolve("runtime");
    SharedLibraries libraries = SharedLibraries.of(runtime);
    DebianRoot root = new DebianRoot();
    List<DebianPackage> packages = new ArrayList<>();
    for (String name : libraries.packages()) {
      PackageSource.Obtained obtained = source.obtain(name);
      packages.add(obtained.identity());
      root.add(obtained);
    }
    libraries.check(root.tree());

    progress.step("compress the image's layers for " + target.architecture());
    Path layers = Files.createDirectory(work.resolve(target.architecture()));
    List<Callable<Layer>> writers =
        new ArrayList<>(
            List.of(
                () -> Layer.write(layers.resolve("debian"), "Debian packages", root.tree()::write),
                () ->
                    Layer.write(
                        layers.resolve("runtime"), "Java runtime", tar -> runtime(runtime, tar)),
                () ->
                    shared.isPresent()
                        ? shared.get()
                        : Layer.write(
                            layers.resolve("lib"),
                            request.program().title(),
                            tar -> program(target.home().resolve("lib"), tar))));
    target
        .cache()
        .ifPresent(
            aot ->
                writers.add(
                    () ->
                        Layer.write(
                            layers.resolve("aot"),
                            "AOT cache",
                            tar -> aot.write("opt/portieris/", tar))));
    List<Layer> written =
        new Parallel()
            .all(
                writers,
                () -> {
                  if (shared.isEmpty()) {
                    ModuleCheck.check(request.distribution(), request.program());
                  }
                });
    SortedMap<String, String> labels = labels(request, target.javaVersion());
    for (DebianPackage one : packages) {
      labels.put(
          "io.starlingx.portieris.debian." + one.name(), one.version() + " sha256:" + one.sha256());
    }
    List<String> command =
        target.cache().isPresent()
            ? target.cache().get().command(HOME)
            : request.program().command(HOME);
    ImageConfig config = config(request, target.architecture(), command, labels);
    return new Built(new OciArchive.Platform(config, written), packages);
  }

  /** The layer that is the same for all architectures. */
  static Layer ofProgram(Built built) {
    return built.image().layers().get(PROGRAM);
  }

  private static void runtime(Path runtime, TarWriter tar) throws IOException {
    tar.directory("opt");
    tar.directory("opt/portieris");
    RuntimeFiles.write(runtime, "opt/portieris/runtime/", tar);
  }

  private void program(Path lib, TarWriter tar) throws IOException {
    tar.tree(lib, "opt/portieris/lib/");
    if (!request.data().isEmpty()) {
      tar.directory("opt/portieris/share");
    }
    for (Map.Entry<String, Path> data : request.data().entrySet()) {
      tar.tree(data.getValue(), "opt/portieris/share/" + data.getKey() + "/");
    }
  }

  static ImageConfig config(
      ImageRequest request,
      String architecture,
      List<String> command,
      SortedMap<String, String> labels) {
    JavaProgram program = request.program();
    return new ImageConfig(architecture, command, program.ports(), program.environment(), labels);
  }

  static SortedMap<String, String> labels(ImageRequest request, String javaVersion) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("org.opencontainers.image.title", request.program().title());
    labels.put("org.opencontainers.image.version", request.image().tag());
    labels.put("org.opencontainers.image.licenses", "Apache-2.0");
    labels.put("io.starlingx.portieris.java", javaVersion);
    return labels;
  }
}
