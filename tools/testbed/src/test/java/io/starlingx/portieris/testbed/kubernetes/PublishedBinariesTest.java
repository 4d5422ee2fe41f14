/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.TestbedException;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.testbed.process.Command;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedBinariesTest {

  private static final String BINARIES = "/release/v1.34.4/bin/linux/amd64/";
  private static final String ETCD = "/etcd/v3.6.4/";
  private static final String ARCHIVE = "etcd-v3.6.4-linux-amd64.tar.gz";

  @TempDir private Path directory;

  private final FaultyServer server = FaultyServer.startPlain();
  private Path target;

  @BeforeEach
  void publish() throws IOException {
    target = Files.createDirectories(directory.resolve("target"));
    for (String program : List.of("kube-apiserver", "kube-controller-manager", "kubectl")) {
      Path file = Scripts.write(directory.resolve(program), "echo " + program);
      publish(BINARIES + program, file);
      server.answer(
          BINARIES + program + ".sha256",
          Answer.of(200, "text/plain", Sha256Sums.of(file, "SHA-256") + "\n"));
    }
    Scripts.write(directory.resolve("etcd-v3.6.4-linux-amd64/etcd"), "echo etcd");
    Command.of(directory, List.of("tar", "-czf", ARCHIVE, "etcd-v3.6.4-linux-amd64")).run();
    publish(ETCD + ARCHIVE, directory.resolve(ARCHIVE));
    server.answer(
        ETCD + "SHA256SUMS",
        Answer.of(
            200,
            "text/plain",
            Sha256Sums.of(directory.resolve(ARCHIVE), "SHA-256") + "  " + ARCHIVE + "\n"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void programsAreDownloadedAndChecked() {
    binaries().obtain(target);

    assertThat(target)
        .isDirectoryContaining(file -> file.endsWith("etcd") && Files.isExecutable(file))
        .isDirectoryContaining(
            file -> file.endsWith("kube-controller-manager") && Files.isExecutable(file))
        .isDirectoryNotContaining("glob:**.tar.gz");
    assertThat(target.resolve("kube-apiserver")).hasContent("#!/bin/sh\necho kube-apiserver");
  }

  @Test
  void otherContentThanPublishedIsRefused() {
    server.answer(BINARIES + "kubectl", Answer.of(200, "text/plain", "something else"));

    assertThatThrownBy(() -> binaries().obtain(target))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("kubectl has SHA-256");
  }

  @Test
  void truncatedDownloadIsRefused() {
    server.answer(BINARIES + "kubectl", Answer.truncated("text/plain", new byte[1000], 10));

    assertThatThrownBy(() -> binaries().obtain(target))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("kubectl failed");
  }

  @Test
  void archiveThatIsNotListedIsRefused() {
    server.answer(ETCD + "SHA256SUMS", Answer.of(200, "text/plain", "\n"));

    assertThatThrownBy(() -> binaries().obtain(target))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("SHA256SUMS has no " + ARCHIVE);
  }

  @Test
  void closedNetworkIsReported() {
    server.close();

    assertThatThrownBy(() -> binaries().obtain(target))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("ConnectException");
  }

  private void publish(String path, Path file) throws IOException {
    server.answer(path, Answer.of(200, "application/octet-stream", Files.readAllBytes(file)));
  }

  private PublishedBinaries binaries() {
    URI base = server.uri("/");
    return new PublishedBinaries(
        base.resolve("release/"),
        base.resolve("etcd/"),
        new Platform("linux", "amd64"),
        Progress.silent());
  }
}
