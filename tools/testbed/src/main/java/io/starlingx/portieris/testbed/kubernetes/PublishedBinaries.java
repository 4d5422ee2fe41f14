/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.TestbedException;
import io.starlingx.portieris.testbed.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The binaries that the projects publish themselves, each with its published checksum. */
final class PublishedBinaries implements ProgramSource {

  private static final String ETCD_VERSION = "3.6.4";
  private static final List<String> PROGRAMS =
      List.of("kube-apiserver", "kube-controller-manager", "kubectl");

  private final URI kubernetes;
  private final URI etcd;
  private final Platform platform;
  private final Progress progress;

  /**
   * Reads from two servers.
   *
   * @param kubernetes the address below which releases of Kubernetes are, with a slash at its end
   * @param etcd the same for etcd
   */
  PublishedBinaries(URI kubernetes, URI etcd, Platform platform, Progress progress) {
    this.kubernetes = kubernetes;
    this.etcd = etcd;
    this.platform = platform;
    this.progress = progress;
  }

  @Override
  public String way() {
    return "download the published binaries from " + kubernetes.getHost();
  }

  @Override
  public String version() {
    return KubernetesBinary.VERSION;
  }

  @Override
  public String obtain(Path directory) {
    try (PublishedFiles files = new PublishedFiles()) {
      for (String program : PROGRAMS) {
        URI uri =
            kubernetes.resolve(
                "v%s/bin/%s/%s/%s"
                    .formatted(version(), platform.os(), platform.architecture(), program));
        String sha256 = files.text(URI.create(uri + ".sha256")).strip();
        progress.step("download " + uri);
        download(files, uri, sha256, directory.resolve(program));
      }
      obtainEtcd(files, directory);
    }
    return "downloaded from " + kubernetes.getHost();
  }

  private void obtainEtcd(PublishedFiles files, Path directory) {
    String release =
        "etcd-v%s-%s-%s".formatted(ETCD_VERSION, platform.os(), platform.architecture());
    String archive = release + ".tar.gz";
    URI folder = etcd.resolve("v" + ETCD_VERSION + "/");
    String sha256 =
        files
            .text(folder.resolve("SHA256SUMS"))
            .lines()
            .filter(line -> line.endsWith("  " + archive))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .findFirst()
            .orElseThrow(() -> new TestbedException(folder + "SHA256SUMS has no " + archive));
    progress.step("download " + folder.resolve(archive));
    Path file = directory.resolve(archive);
    download(files, folder.resolve(archive), sha256, file);
    Command.of(
            directory, List.of("tar", "-xzf", archive, "--strip-components=1", release + "/etcd"))
        .run();
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void download(PublishedFiles files, URI uri, String sha256, Path target) {
    files.file(uri, sha256, target);
    if (!target.toFile().setExecutable(true)) {
      throw new TestbedException("cannot make " + target + " executable");
    }
  }
}
