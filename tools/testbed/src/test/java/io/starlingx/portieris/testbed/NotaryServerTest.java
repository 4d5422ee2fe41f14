/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotaryServerTest {

  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final PushedImage IMAGE =
      new PushedImage("app", "v1", "application/json", "sha256:" + HEX, 345);

  private final Path directory;
  private final TestAuthority authority;
  private final NotaryServer server;

  NotaryServerTest(@TempDir Path directory) {
    this.directory = directory;
    authority = TestAuthority.create(directory.resolve("tls"));
    server = NotaryServer.start(directory.resolve("notary"), authority);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void signedTargetIsReadBackByAnotherClient() {
    NotaryClient owner = server.client(directory.resolve("owner"));
    owner.init("example.com/team/signed");
    owner.sign("example.com/team/signed", "v1", IMAGE);

    NotaryClient reader = server.client(directory.resolve("reader"));

    assertThat(reader.list("example.com/team/signed"))
        .containsPattern("v1 +" + HEX + " +345 +targets");
  }

  @Test
  void delegateSignsWithItsOwnKey() {
    String gun = "example.com/team/delegated";
    KeyPairFiles alice = authority.serverFiles("alice", "alice.example.com");
    NotaryClient owner = server.client(directory.resolve("delegating-owner"));
    owner.init(gun);
    owner.giveSnapshotKeyToServer(gun);
    owner.delegate(gun, "targets/releases", alice.certificate());
    owner.delegate(gun, "targets/alice", alice.certificate());
    NotaryClient delegate = server.client(directory.resolve("alice"));
    delegate.importKey(alice.key(), "alice");

    delegate.sign(
        gun, "v1", IMAGE.digest(), IMAGE.size(), List.of("targets/alice", "targets/releases"));

    assertThat(owner.list(gun, "targets/alice")).containsPattern("v1 .*targets/alice");
    assertThat(owner.list(gun, "targets/releases")).containsPattern("v1 .*targets/releases");
  }

  @Test
  void collectionSurvivesRotationOfItsKeys() {
    String gun = "example.com/team/rotated";
    NotaryClient owner = server.client(directory.resolve("rotating-owner"));
    owner.init(gun);
    owner.sign(gun, "v1", IMAGE);

    owner.rotateKey(gun, "root");
    owner.rotateKey(gun, "targets");
    owner.rotateTimestampKey(gun);

    assertThat(server.client(directory.resolve("late-reader")).list(gun)).contains(HEX);
  }

  @Test
  void unknownCollectionIsReportedAsTheClientSaysIt() {
    NotaryClient reader = server.client(directory.resolve("stranger"));

    assertThatThrownBy(() -> reader.list("example.com/team/none"))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("does not have trust data for example.com/team/none");
  }
}
