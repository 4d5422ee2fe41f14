/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import io.starlingx.portieris.app.archive.TarWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Puts a program on an image that somebody else maintains, pulled by jib. */
final class BaseImage {

  private final Path work;

  /**
   * @param work an existing directory for what is pulled
   */
  BaseImage(Path work) {
    this.work = work;
  }

  void build(ImageRequest request, ImageConfig config, Path home, Path archive)
      throws IOException, ImageException {
    String base = request.baseImage().orElseThrow();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      JibContainerBuilder image =
          Jib.from(base)
              .setFormat(ImageFormat.OCI)
              .setCreationTime(TarWriter.TIME)
              .setUser(ImageConfig.USER)
              .setExposedPorts(Ports.parse(config.ports().stream().map(String::valueOf).toList()))
              .setEnvironment(config.environment())
              .setLabels(config.labels())
              .setEntrypoint(config.entrypoint())
              .addFileEntriesLayer(layer("runtime", home.resolve("runtime")))
              .addFileEntriesLayer(layer("lib", home.resolve("lib")));
      image.containerize(
          Containerizer.to(TarImage.at(archive).named(request.image().toString()))
              .setBaseImageLayersCache(work.resolve("base"))
              .setApplicationLayersCache(work.resolve("application"))
              .setExecutorService(threads)
              .setToolName("portieris"));
    } catch (InvalidImageReferenceException e) {
      throw new ImageException("--base-image " + base + " is not an image reference", e);
    } catch (RegistryException | CacheDirectoryCreationException | ExecutionException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new ImageException("building on " + base + " failed: " + cause.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    } finally {
      // Jib gives up at the first failure; what it has begun beside would write on.
      threads.shutdownNow();
      threads.close();
    }
  }

  private static FileEntriesLayer layer(String name, Path directory) throws IOException {
    return FileEntriesLayer.builder()
        .setName(name)
        .addEntryRecursive(
            directory,
            AbsoluteUnixPath.get("/opt/portieris/" + name),
            (file, path) ->
                file.toFile().isDirectory() || RuntimeFiles.isProgram(path.toString())
                    ? FilePermissions.DEFAULT_FOLDER_PERMISSIONS
                    : FilePermissions.DEFAULT_FILE_PERMISSIONS,
            (file, path) -> TarWriter.TIME)
        .build();
  }
}
