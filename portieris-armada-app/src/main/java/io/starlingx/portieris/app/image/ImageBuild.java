/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.attestation.Component;
import io.starlingx.portieris.app.build.Artifact;
import io.starlingx.portieris.app.build.BuildProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a program's container image without a container daemon, as an OCI archive: for this
 * machine's architecture, and for those of which a JDK is given. The same jars, JDKs and lock file
 * give the same bytes.
 */
public final class ImageBuild {

  private final BuildProgress progress;
  private final Runtimes runtimes;

  public ImageBuild(BuildProgress progress) {
    this(progress, (program, from) -> new ProgramRuntime(program, progress, from));
  }

  ImageBuild(BuildProgress progress, Runtimes runtimes) {
    this.progress = progress;
    this.runtimes = runtimes;
  }

  /** Gives a program the runtime of this JDK, or one from the modules of another. */
  @FunctionalInterface
  interface Runtimes {
    ProgramRuntime of(JavaProgram program, Optional<ModuleFolder> from);
  }

  /**
   * Builds into a directory, which is created if needed; an archive of an earlier build stays
   * unless this one succeeds.
   *
   * @throws IOException when the directory cannot be written
   * @throws ImageException when something that the image needs cannot be had
   */
  public ImageResult build(ImageRequest request, Path output) throws IOException, ImageException {
    checkArchitectures(request);
    Path home =
        runtimes
            .of(request.program(), Optional.empty())
            .layOut(request.distribution(), request.workspace());
    Optional<AotCache> cache = request.training().map(_ -> new AotCache(request.program(), home));
    if (cache.isPresent()) {
      progress.step("put the program to work, for its AOT cache");
      cache.get().make(request.training().get());
      cache.get().benefit(request.training().get()).ifPresent(progress::step);
    }
    Files.createDirectories(output);
    try (TemporaryDirectory aside = TemporaryDirectory.createIn(output, ".portieris-")) {
      Path archive = aside.path().resolve(request.archiveName());
      ImageResult built =
          request.baseImage().isPresent()
              ? onBase(request, home, aside.path(), archive)
              : onDebian(request, home, cache, aside.path(), archive);
      Path target = output.resolve(request.archiveName());
      Files.move(archive, target, StandardCopyOption.ATOMIC_MOVE);
      return built.at(target);
    }
  }

  private static void checkArchitectures(ImageRequest request) throws ImageException {
    Set<String> seen = new HashSet<>(Set.of(Architecture.current()));
    for (ModuleFolder other : request.others()) {
      if (!seen.add(other.architecture())) {
        throw new ImageException(
            "there are two JDKs for "
                + other.architecture()
                + ", the one that this runs on counted");
      }
    }
    if (request.baseImage().isPresent() && !request.others().isEmpty()) {
      throw new ImageException(
          "an image for several architectures is built on Debian packages, not on another image");
    }
  }

  private ImageResult onBase(ImageRequest request, Path home, Path work, Path archive)
      throws IOException, ImageException {
    progress.step("add the program to " + request.baseImage().orElseThrow());
    ImageConfig config =
        PlatformBuild.config(
            request,
            Architecture.current(),
            request.program().command(PlatformBuild.HOME),
            PlatformBuild.labels(request, Runtime.version().toString()));
    new BaseImage(work).build(request, config, home, archive);
    return new ImageResult(
        Artifact.of(archive),
        List.of(),
        ImageContents.of(request, Architecture.current(), home, List.of()),
        List.of());
  }

  private ImageResult onDebian(
      ImageRequest request, Path home, Optional<AotCache> cache, Path work, Path archive)
      throws IOException, ImageException {
    List<PlatformBuild.Target> targets = new ArrayList<>();
    String version = Runtime.version().toString();
    targets.add(new PlatformBuild.Target(Architecture.current(), version, home, cache));
    for (ModuleFolder other : request.others()) {
      Path workspace =
          request
              .workspace()
              .resolveSibling(request.workspace().getFileName() + "-" + other.architecture());
      Path foreign =
          runtimes
              .of(request.program(), Optional.of(other))
              .layOut(request.distribution(), workspace);
      targets.add(
          new PlatformBuild.Target(
              other.architecture(), other.version(), foreign, Optional.empty()));
    }
    PackageLock lock = PackageLock.read(request.lock());
    PlatformBuild build = new PlatformBuild(request, progress, work);
    Optional<Layer> program = Optional.empty();
    List<OciArchive.Platform> images = new ArrayList<>();
    List<DebianPackage> packages = new ArrayList<>();
    Set<Component> components = new LinkedHashSet<>();
    List<String> changes = new ArrayList<>();
    for (PlatformBuild.Target target : targets) {
      PackageSource source = new PackageSource(lock, request.packageCache(), target.architecture());
      PlatformBuild.Built built = build.build(target, source, program);
      program = Optional.of(PlatformBuild.ofProgram(built));
      images.add(built.image());
      packages.addAll(built.packages());
      components.addAll(
          ImageContents.of(request, target.architecture(), target.home(), built.packages()));
      changes.addAll(source.changes());
    }
    OciArchive.write(archive, request.image(), images);
    lock.save();
    return new ImageResult(Artifact.of(archive), packages, List.copyOf(components), changes);
  }
}
