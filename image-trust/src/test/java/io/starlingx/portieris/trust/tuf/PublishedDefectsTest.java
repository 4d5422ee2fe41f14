/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata that a publisher signed and that are no good all the same. */
class PublishedDefectsTest extends PublishedRepository {

  @Test
  void rejectsMixAndMatchOfTwoPublications() {
    byte[] oldSnapshot = snapshot();
    publisher.publishNext();
    publisher.files().replaceAll((name, file) -> name.startsWith("snapshot.") ? oldSnapshot : file);
    assertThat(client().code()).isEqualTo(ReasonCode.CHECKSUM);
  }

  private byte[] snapshot() {
    return publisher.files().entrySet().stream()
        .filter(file -> file.getKey().startsWith("snapshot."))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void refusesDelegationsDeeperThanTheLimit() {
    String name = "targets";
    for (int depth = 1; depth <= 9; depth++) {
      name += "/a";
      publisher.delegate(name, List.of(""), publisher.signer("targets"));
    }
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  /** The store holds the root compressed, and no more of it than a ConfigMap can. */
  @Test
  void refusesARootThatCannotBeStored() {
    byte[] noise = new byte[400 * 1024];
    new Random(1).nextBytes(noise);
    publisher.edit("root").put("padding", Base64.getEncoder().encodeToString(noise));
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    noise = new byte[600 * 1024];
    new Random(1).nextBytes(noise);
    publisher
        .version("root", 2)
        .edit("root")
        .put("padding", Base64.getEncoder().encodeToString(noise));
    publisher.publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  @Test
  void refusesASnapshotThatSaysNothingAboutTheRoot() {
    ((ObjectNode) publisher.edit("snapshot").path("meta")).remove("root");
    publisher.publishSnapshot();
    assertThat(client().code()).isEqualTo(ReasonCode.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "0", "[]", "{}"})
  void refusesARootWhoseSnapshotsAreNeitherConsistentNorNot(String value) throws IOException {
    publisher.edit("root").set("consistent_snapshot", new ObjectMapper().readTree(value));
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "null"})
  void doesNotCareWhetherSnapshotsAreConsistent(String value) throws IOException {
    publisher.edit("root").set("consistent_snapshot", new ObjectMapper().readTree(value));
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void refusesAKeyThatIsPublishedWithItsPrivatePart() {
    String id = publisher.signer("timestamp").id();
    ((ObjectNode) publisher.edit("root").path("keys").path(id).path("keyval"))
        .put("private", "AAAA");
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.MALFORMED);
  }

  @Test
  void saysThatAFileIsNotSigned() {
    publisher.signedBy("timestamp").publish();
    assertThat(client().update())
        .isEqualTo(
            new UpdateResult.Stopped(
                new Verdict.Rejected(
                    ReasonCode.BAD_SIGNATURE, "tuf: data has no signatures\nin timestamp")));
  }

  @Test
  void refusesARoleThatNamesAKeyNobodyPublished() {
    publisher.edit("root").withObject("/roles/timestamp").withArray("keyids").add("0".repeat(64));
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.MALFORMED);
  }

  /** The id under which a key is listed must be its own, or two ids could count as two keys. */
  @Test
  void refusesAGoodSignatureUnderAnotherKeysId() {
    TestKey key = publisher.signer("timestamp");
    String other = "0".repeat(64);
    ObjectNode root = publisher.edit("root");
    root.withObject("/keys").set(other, root.withObject("/keys").remove(key.id()));
    root.withObject("/roles/timestamp").putArray("keyids").add(other);
    publisher.publish();
    String timestamp = new String(publisher.served("timestamp"), UTF_8);
    publisher.files().put("timestamp", timestamp.replace(key.id(), other).getBytes(UTF_8));
    assertThat(client().update())
        .isEqualTo(
            new UpdateResult.Stopped(
                new Verdict.Rejected(
                    ReasonCode.BAD_SIGNATURE,
                    "key ID is not valid for key content\nin timestamp")));
  }
}
