/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.KeyPairFiles;
import io.starlingx.portieris.testbed.NotaryClient;
import io.starlingx.portieris.testbed.NotaryServer;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.http.TestTransport;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.policy.SignerThreshold;
import io.starlingx.portieris.trust.registry.TokenReader;
import io.starlingx.portieris.trust.registry.TokenSettings;
import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, from the real client's signature through the real server to the verdict. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealNotaryTest {

  private static final Digest ONE = Digest.of("one".getBytes(StandardCharsets.UTF_8));

  private final Path directory;
  private final TestAuthority authority;
  private final NotaryServer server;
  private final HttpTransport transport;
  private final NotaryVerifier verifier;

  RealNotaryTest(@TempDir Path directory) {
    this.directory = directory;
    authority = TestAuthority.create(directory.resolve("tls"));
    server = NotaryServer.start(directory.resolve("notary"), authority);
    transport = TestTransport.trusting(authority);
    verifier =
        Fixtures.verifier(
            new TokenReader(transport, TokenSettings.none(), InstantSource.system()),
            new DirectoryFloor(directory.resolve("state")),
            InstantSource.system());
  }

  @AfterAll
  void stop() {
    transport.close();
    server.close();
  }

  private NotaryClient owner(String gun) {
    NotaryClient owner = server.client(directory.resolve("owner"));
    owner.init(gun);
    return owner;
  }

  private Verdict verify(String image, Signer... signers) {
    return verify(image, record -> {}, signers);
  }

  private Verdict verify(String image, Recorder recorder, Signer... signers) {
    ImageReference reference = ImageReference.of(image);
    return verifier
        .verify(
            new TrustRequest(
                reference,
                reference.name(),
                List.of(new TrustServer(server.url(), List.of(), TargetSource.CONFIGURED)),
                new RootAnchor.FirstUse(),
                List.of(signers),
                SignerThreshold.ALL,
                List.of(),
                "",
                false),
            new RequestContext(Deadline.after(Duration.ofMinutes(1)), recorder))
        .verdict();
  }

  @Test
  void trustsWhatWasSignedAndNothingElse() {
    String gun = "registry.test/team/signed";
    owner(gun).sign(gun, "v1", ONE.toString(), 345, List.of());

    assertThat(verify(gun + ":v1"))
        .isInstanceOfSatisfying(
            Verdict.Trusted.class, trusted -> assertThat(trusted.digest()).contains(ONE));
    assertThat(verify(gun + ":v2").code()).isEqualTo(ReasonCode.NO_SUCH_TARGET);
    assertThat(verify("registry.test/team/unsigned:v1").code()).isEqualTo(ReasonCode.NO_TRUST_DATA);
  }

  @Test
  void takesFilesByTheirCurrentNamesOnceTheServerHasAnswered() {
    String first = "registry.test/team/first";
    owner(first).sign(first, "v1", ONE.toString(), 345, List.of());
    assertThat(verify(first + ":v1").code()).isEqualTo(ReasonCode.ALLOW);
    String gun = "registry.test/team/second";
    owner(gun).sign(gun, "v1", ONE.toString(), 345, List.of());
    List<RequestRecord> records = Collections.synchronizedList(new ArrayList<>());

    assertThat(verify(gun + ":v1", records::add).code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(records)
        .extracting(record -> record.url().replaceFirst(".*/_trust/tuf/", ""))
        .filteredOn(name -> !name.startsWith("targets/")) // which nobody has delegated
        .containsExactlyInAnyOrder("timestamp.json", "root.json", "snapshot.json", "targets.json");
  }

  @Test
  void followsEveryRotation() {
    String gun = "registry.test/team/rotated";
    NotaryClient owner = owner(gun);
    owner.sign(gun, "v1", ONE.toString(), 345, List.of());
    assertThat(verify(gun + ":v1").code()).isEqualTo(ReasonCode.ALLOW);

    owner.rotateKey(gun, "root");
    owner.rotateKey(gun, "targets");
    owner.rotateTimestampKey(gun);

    assertThat(verify(gun + ":v1").code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void noticesThatATagWasTakenBack() {
    String gun = "registry.test/team/removed";
    NotaryClient owner = owner(gun);
    owner.sign(gun, "v1", ONE.toString(), 345, List.of());
    assertThat(verify(gun + ":v1").code()).isEqualTo(ReasonCode.ALLOW);

    owner.remove(gun, "v1");

    assertThat(verify(gun + ":v1").code()).isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  @Test
  void holdsDelegatesToTheirOwnSignature() throws IOException {
    String gun = "registry.test/team/delegated";
    KeyPairFiles alice = authority.serverFiles("alice", "alice.test");
    KeyPairFiles bob = authority.serverFiles("bob", "bob.test");
    NotaryClient owner = owner(gun);
    owner.giveSnapshotKeyToServer(gun);
    owner.delegate(gun, "targets/releases", alice.certificate());
    owner.delegate(gun, "targets/alice", alice.certificate());
    NotaryClient delegate = server.client(directory.resolve("alice"));
    delegate.importKey(alice.key(), "alice");
    delegate.sign(gun, "v1", ONE.toString(), 345, List.of("targets/alice", "targets/releases"));

    Signer good = new Signer("alice", Files.readString(alice.certificate()));
    assertThat(verify(gun + ":v1", good).code()).isEqualTo(ReasonCode.ALLOW);
    Signer bad = new Signer("alice", Files.readString(bob.certificate()));
    assertThat(verify(gun + ":v1", bad).code()).isEqualTo(ReasonCode.UNTRUSTED_KEY);
  }
}
