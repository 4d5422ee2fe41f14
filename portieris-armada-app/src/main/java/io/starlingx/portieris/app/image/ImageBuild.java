/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.build.Artifact;
import io.starlingx.portieris.app.build.BuildProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Makes a program's container image without a container daemon, as an OCI archive. The same jars,
 * JDK and lock file give the same bytes.
 */
public final class ImageBuild {

  private static final Path HOME = Path.of("/opt/portieris");

  private final BuildProgress progress;

  public ImageBuild(BuildProgress progress) {
    this.progress = progress;
  }

  /**
   * Builds into a directory, which is created if needed; an archive of an earlier build stays
   * unless this one succeeds.
   *
   * @throws IOException when the directory cannot be written
   * @throws ImageException when something that the image needs cannot be had
   */
  public ImageResult build(ImageRequest request, Path output) throws IOException, ImageException {
    Path home =
        new ProgramRuntime(request.program(), progress)
            .layOut(request.distribution(), request.workspace());
    Optional<AotCache> cache = request.training().map(_ -> new AotCache(request.program(), home));
    if (cache.isPresent()) {
      progress.step("put the program to work, for its AOT cache");
      cache.get().make(request.training().get());
    }
    Files.createDirectories(output);
    try (TemporaryDirectory aside = TemporaryDirectory.createIn(output, ".portieris-")) {
      Path archive = aside.path().resolve(request.archiveName());
      List<DebianPackage> packages = new ArrayList<>();
      List<String> changes = new ArrayList<>();
      if (request.baseImage().isPresent()) {
        progress.step("add the program to " + request.baseImage().get());
        SortedMap<String, String> labels = labels(request);
        ImageConfig config = config(request, request.program().command(HOME), labels);
        new BaseImage(aside.path()).build(request, config, home, archive);
      } else {
        PackageLock lock = PackageLock.read(request.lock());
        PackageSource source =
            new PackageSource(lock, request.packageCache(), Architecture.current());
        build(request, home, cache, source, aside.path(), archive, packages);
        lock.save();
        changes.addAll(source.changes());
      }
      Path target = output.resolve(request.archiveName());
      Files.move(archive, target, StandardCopyOption.ATOMIC_MOVE);
      return new ImageResult(
          Artifact.of(target), packages, ImageContents.of(request, home, packages), changes);
    }
  }

  private void build(
      ImageRequest request,
      Path home,
      Optional<AotCache> cache,
      PackageSource source,
      Path work,
      Path archive,
      List<DebianPackage> packages)
      throws IOException, ImageException {
    progress.step("obtain Debian packages");
    SharedLibraries libraries = SharedLibraries.of(home.resolve("runtime"));
    DebianRoot root = new DebianRoot();
    for (String name : libraries.packages()) {
      PackageSource.Obtained obtained = source.obtain(name);
      packages.add(obtained.identity());
      root.add(obtained);
    }
    libraries.check(root.tree());

    progress.step("compress the image's layers, check the modules");
    List<Callable<Layer>> writers =
        new ArrayList<>(
            List.of(
                () -> Layer.write(work.resolve("debian"), "Debian packages", root.tree()::write),
                () ->
                    Layer.write(
                        work.resolve("runtime"),
                        "Java runtime",
                        tar -> runtime(home.resolve("runtime"), tar)),
                () ->
                    Layer.write(
                        work.resolve("lib"),
                        request.program().title(),
                        tar -> program(request, home.resolve("lib"), tar))));
    cache.ifPresent(
        aot ->
            writers.add(
                () ->
                    Layer.write(
                        work.resolve("aot"),
                        "AOT cache",
                        tar -> aot.write("opt/portieris/", tar))));
    List<Layer> layers =
        new Parallel()
            .all(writers, () -> ModuleCheck.check(request.distribution(), request.program()));
    SortedMap<String, String> labels = labels(request);
    for (DebianPackage one : packages) {
      labels.put(
          "io.starlingx.portieris.debian." + one.name(), one.version() + " sha256:" + one.sha256());
    }
    List<String> command =
        cache.isPresent() ? cache.get().command(HOME) : request.program().command(HOME);
    OciArchive.write(archive, request.image(), config(request, command, labels), layers);
  }

  private static void runtime(Path runtime, TarWriter tar) throws IOException {
    tar.directory("opt");
    tar.directory("opt/portieris");
    RuntimeFiles.write(runtime, "opt/portieris/runtime/", tar);
  }

  private static void program(ImageRequest request, Path lib, TarWriter tar) throws IOException {
    tar.tree(lib, "opt/portieris/lib/");
    if (!request.data().isEmpty()) {
      tar.directory("opt/portieris/share");
    }
    for (Map.Entry<String, Path> data : request.data().entrySet()) {
      tar.tree(data.getValue(), "opt/portieris/share/" + data.getKey() + "/");
    }
  }

  private static ImageConfig config(
      ImageRequest request, List<String> command, SortedMap<String, String> labels) {
    return new ImageConfig(Architecture.current(), command, request.program().ports(), labels);
  }

  private static SortedMap<String, String> labels(ImageRequest request) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("org.opencontainers.image.title", request.program().title());
    labels.put("org.opencontainers.image.version", request.image().tag());
    labels.put("org.opencontainers.image.licenses", "Apache-2.0");
    labels.put("io.starlingx.portieris.java", Runtime.version().toString());
    return labels;
  }
}
