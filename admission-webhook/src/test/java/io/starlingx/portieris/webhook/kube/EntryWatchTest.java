/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.object.Rights;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import io.starlingx.portieris.webhook.kube.http.ApiHttpClientFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stores know of each other's entries without a request, on a real API server. */
class EntryWatchTest extends FloorCluster {

  private static final Duration AGE = Duration.ofSeconds(1);

  private final AtomicInteger created = new AtomicInteger();

  EntryWatchTest(@TempDir Path directory) {
    super(directory);
  }

  @BeforeEach
  void letTimePass() {
    pass(Duration.ofSeconds(2));
  }

  @AfterEach
  void end() {
    store.close();
  }

  /** Stores something that nobody else asks about. */
  private void create(ConfigMapFloor process) {
    assertThat(tryToCreate(process)).isEqualTo(VersionFloor.Outcome.RAISED);
  }

  private VersionFloor.Outcome tryToCreate(ConfigMapFloor process) {
    pass(Duration.ofMillis(1));
    return process.raise(other("own" + created.incrementAndGet()), Optional.empty(), floor(1));
  }

  /** Stores things until the watch is as far. */
  private void awaitTold(ConfigMapFloor process, FloorKey absent) {
    Awaited.until(
        "an entry that is told of",
        () -> {
          create(process);
          return process.isToldAbsent(absent, AGE);
        });
  }

  @Test
  void isToldNothingBeforeItHasLooked() {
    create(store);

    assertThat(store.isToldAbsent(PINNED, AGE)).isFalse();
  }

  @Test
  void isToldOfWhatOthersHadStoredBeforeAndStoreLater() throws IOException {
    storedByAnother(PINNED);
    assertThat(store.isAbsent(FIRST_USE)).isTrue();

    awaitTold(store, FIRST_USE);
    assertThat(store.isToldAbsent(PINNED, AGE)).isFalse();

    storedByAnother(FIRST_USE);
    pass(AGE);
    awaitTold(store, other("third"));
    assertThat(store.isToldAbsent(FIRST_USE, AGE)).isFalse();
  }

  private void storedByAnother(FloorKey key) {
    assertThat(replica().raise(key, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
  }

  /** An API server that is behind cannot find otherwise: none is asked. */
  @Test
  void looksForNothingThatItIsToldOf() throws IOException {
    assertThat(store.isAbsent(PINNED)).isTrue();
    storedByAnother(FIRST_USE);
    Awaited.until("the other's entry", () -> store.isTold(FIRST_USE));
    role("watch", "create", "update");
    Rights.awaitLoss(admin, ACCOUNT, rightTo("get"));
    try {
      assertThat(store.isAbsent(FIRST_USE)).isFalse();
    } finally {
      role("get", "watch", "create", "update");
      Rights.await(admin, ACCOUNT, rightTo("get"));
    }
  }

  @Test
  void isToldOfWhatWasTakenAway() throws IOException {
    storedByAnother(FIRST_USE);
    assertThat(store.isAbsent(PINNED)).isTrue();
    awaitTold(store, PINNED);
    assertThat(store.isToldAbsent(FIRST_USE, AGE)).isFalse();

    admin.configMaps().inNamespace(NS).withName(FloorConfigMaps.entryName(FIRST_USE)).delete();

    awaitTold(store, FIRST_USE);
  }

  @Test
  void knowsNothingLongerThanItsLastEntryIsOld() throws IOException {
    assertThat(store.isAbsent(PINNED)).isTrue();
    awaitTold(store, FIRST_USE);

    pass(AGE);

    assertThat(store.isToldAbsent(FIRST_USE, AGE)).isFalse();
  }

  @Test
  void knowsNothingWhileItsWatchIsSilentAndAgainOnceItHasBroken() throws IOException {
    try (SilentRelay relay = new SilentRelay(URI.create(cluster.url()).getPort());
        KubernetesClient client = through(relay);
        ConfigMapFloor behind = new ConfigMapFloor(client, NS, observer(), now::get)) {
      assertThat(behind.isAbsent(PINNED)).isTrue();
      awaitTold(behind, FIRST_USE);

      relay.loseConnections();
      pass(AGE);
      createByNewConnections(behind);
      for (int i = 0; i < 20; i++) {
        create(behind);
        assertThat(behind.isToldAbsent(FIRST_USE, AGE)).isFalse();
      }

      relay.breakConnections();
      Awaited.until(
          "an entry that is told of, though broken connections lose some",
          () -> {
            tryToCreate(behind);
            return behind.isToldAbsent(FIRST_USE, AGE);
          });
    }
  }

  /** Those that were lost time out first. */
  private void createByNewConnections(ConfigMapFloor process) {
    Awaited.until(
        "something to be stored", () -> tryToCreate(process) == VersionFloor.Outcome.RAISED);
  }

  private KubernetesClient through(SilentRelay relay) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(webhook.getConfiguration())
                .withMasterUrl("https://127.0.0.1:" + relay.port() + "/")
                .withRequestTimeout(1_000)
                .withRequestRetryBackoffLimit(0)
                .build())
        .withHttpClientFactory(new ApiHttpClientFactory())
        .build();
  }

  @Test
  void looksForEachUntilItMayWatch() throws IOException {
    role("get", "create", "update");
    Rights.awaitLoss(admin, ACCOUNT, rightTo("watch"));
    try {
      assertThat(store.isAbsent(PINNED)).isTrue();
      for (int i = 0; i < 20; i++) {
        create(store);
        assertThat(store.isAbsent(FIRST_USE)).isTrue();
        assertThat(store.isToldAbsent(FIRST_USE, AGE)).isFalse();
      }
    } finally {
      role("get", "watch", "create", "update");
      Rights.await(admin, ACCOUNT, rightTo("watch"));
    }

    awaitTold(store, FIRST_USE);
  }
}
