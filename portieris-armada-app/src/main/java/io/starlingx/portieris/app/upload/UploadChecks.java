/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.archive.Extraction;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The checks that sysinv makes on a tarball before it accepts an upload: in the same order, with
 * the same texts, and ending at the first failure. What depends on a running system (patches, an
 * application of that name, the API server) is the caller's part. Stateless.
 *
 * <p>Stricter than GNU tar on purpose: links, devices and members that occur twice are refused, and
 * sizes are limited.
 *
 * @see <a
 *     href="https://docs.starlingx.io/system_configuration/kubernetes/application-commands-and-helm-overrides.html">StarlingX:
 *     Application Commands and Helm Overrides</a>
 */
public final class UploadChecks {

  private final Archives archives;

  public UploadChecks() {
    this(ArchiveLimits.ofApplication());
  }

  public UploadChecks(ArchiveLimits limits) {
    this.archives = new Archives(limits);
  }

  /**
   * Checks a tarball and leaves nothing behind.
   *
   * @throws IOException when this machine cannot hold the extracted files
   */
  public UploadResult inspect(UploadRequest request) throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create("portieris-upload-")) {
      return unpack(request, directory.path());
    }
  }

  /**
   * Checks a tarball and leaves the extracted tree, charts extracted beside their archives, in an
   * existing empty directory. When rejected, what is there is incomplete.
   *
   * @throws IOException when the directory cannot be written
   */
  public UploadResult unpack(UploadRequest request, Path directory) throws IOException {
    try {
      return accepted(request, directory.toRealPath());
    } catch (RejectedUploadException e) {
      return e.toResult();
    }
  }

  /**
   * Reads the metadata of a tree that {@link #unpack} left.
   *
   * @throws IOException when it cannot be read, or was changed since
   */
  public Optional<AppMetadata> metadata(Path tree) throws IOException {
    try {
      return MetadataFile.read(tree);
    } catch (RejectedUploadException e) {
      throw new IOException(tree + ": " + e.toResult().message(), e);
    }
  }

  private UploadResult accepted(UploadRequest request, Path root)
      throws IOException, RejectedUploadException {
    extract(request.tarball(), root);
    ChecksumFile.verify(root);
    AppMetadata metadata = metadata(request, root);
    if (!Files.exists(root.resolve("fluxcd-manifests/base"))
        || !Files.exists(root.resolve("fluxcd-manifests/kustomization.yaml"))) {
      throw new RejectedUploadException(
          "Application-upload rejected: FluxCD manifest structure is not present");
    }
    List<String> charts = ChartArchives.extract(root, archives);
    List<String> wheels =
        ChartArchives.find(root, ".whl").stream()
            .map(path -> root.relativize(path).toString())
            .filter(name -> name.startsWith("plugins/"))
            .toList();
    return new UploadResult.Accepted(metadata, charts, wheels);
  }

  private void extract(Path tarball, Path root) throws IOException, RejectedUploadException {
    if (!Files.exists(tarball)) {
      throw new RejectedUploadException("application tar file " + tarball + " does not exist.");
    }
    String name = String.valueOf(tarball.getFileName());
    if (!name.endsWith(".tgz") && !name.endsWith(".tar.gz")) {
      throw new RejectedUploadException(
          tarball
              + " has unrecognizable tar file extension. Supported extensions are: .tgz and"
              + " .tar.gz.");
    }
    String failed = "failed to extract tar file " + name + ".";
    if (!Files.isRegularFile(tarball)) {
      throw new RejectedUploadException(failed, "it is not a regular file");
    }
    if (archives.extract(tarball, root) instanceof Extraction.Refused(String reason)) {
      throw new RejectedUploadException(failed, reason);
    }
  }

  private static AppMetadata metadata(UploadRequest request, Path root)
      throws IOException, RejectedUploadException {
    var metadata = MetadataFile.read(root);
    if (metadata.isPresent()) {
      return metadata.get();
    }
    if (request.appName().isEmpty() || request.appVersion().isEmpty()) {
      throw new RejectedUploadException(
          "application name or/and version is/are not included in the tar file. Please specify the"
              + " application name via --app-name or/and version via --app-version.");
    }
    return AppMetadata.named(request.appName(), request.appVersion());
  }
}
