/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are asked for, and how much of them is read. */
class MetadataReaderTest {

  private static final int MEBIBYTE = 1024 * 1024;

  @TempDir Path state;

  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN).target("targets", "v1", "one").publish();

  private TufFixture client() {
    return new TufFixture(publisher, new DirectoryFloor(state));
  }

  private String servedTargets() {
    return publisher.files().keySet().stream()
        .filter(name -> name.startsWith("targets."))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void asksOnlyForWhatHasChangedAndRecordsTheRest() {
    TufFixture client = client();
    client.update();
    publisher.asked();
    publisher.version("snapshot", 2).version("timestamp", 2).publishSnapshot();
    List<RequestRecord> records = Collections.synchronizedList(new ArrayList<>());
    client.update(new RequestContext(Deadline.after(Duration.ofMinutes(1)), records::add));
    assertThat(publisher.asked())
        .hasSize(2)
        .allMatch(name -> name.equals("timestamp") || name.startsWith("snapshot."));
    assertThat(records)
        .extracting(RequestRecord::url, RequestRecord::cached)
        .containsExactly(
            tuple(
                "https://notary.test/v2/"
                    + TufFixture.GUN
                    + "/_trust/tuf/"
                    + servedTargets()
                    + ".json",
                true));
  }

  @Test
  void refusesAnotherFileUnderTheSameHashThoughItIsWellSigned() {
    byte[] signedAnew = publisher.file("targets");
    publisher.files().put(servedTargets(), signedAnew);
    assertThat(client().code()).isEqualTo(ReasonCode.CHECKSUM);
  }

  @Test
  void refusesFilesThatAreSaidToBeHuge() {
    saidToBe(5 * MEBIBYTE);
    assertThat(client().code()).isEqualTo(ReasonCode.CHECKSUM);
    saidToBe(5 * MEBIBYTE + 1);
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  private void saidToBe(int length) {
    publisher.edit("snapshot").withObject("/meta/targets").put("length", length);
    publisher.publishSnapshot();
  }

  @Test
  void limitsHashedFilesTogether() {
    TestKey key = TestKey.bare();
    publisher.delegate("targets/a", List.of(""), key);
    publisher.edit("targets/a").put("padding", "x".repeat(4 * MEBIBYTE + MEBIBYTE / 2));
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    publisher.delegate("targets/b", List.of(""), key);
    publisher.edit("targets/b").put("padding", "x".repeat(4 * MEBIBYTE + MEBIBYTE / 2));
    publisher.publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  @Test
  void limitsTheRootsOfALongWalkTogether() {
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    publisher.edit("root").put("padding", "x".repeat(MEBIBYTE - 4096));
    for (int version = 2; version <= 8; version++) {
      publisher.version("root", version).publishNext();
    }
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    for (int version = 9; version <= 18; version++) {
      publisher.version("root", version).publishNext();
    }
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  @Test
  void asksForNothingOnceTheDeadlineIsOver() {
    assertThat(
            TufFixture.code(
                client().update(RequestContext.unrecorded(Deadline.after(Duration.ZERO)))))
        .isEqualTo(ReasonCode.UNAVAILABLE);
    assertThat(publisher.asked()).isEmpty();
  }
}
