/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.starlingx.portieris.testbed.object.Definitions;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Scans, first without and then with the kind PolicyReport. */
class ScannerTest extends ScannedCluster {

  private static final int LIMIT_SECONDS = 120;

  @Test
  @Order(1)
  void withoutTheKindNothingIsWrittenAndOneLineSaysSo() {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(ReportWriter.class.getName());
    log.addHandler(handler);
    BackgroundScan scan = scan(List.of("team"), List.of());

    ScanSummary first = scan.run(() -> true);
    ScanSummary second = scan.run(() -> true);
    log.removeHandler(handler);

    assertThat(first.failedReports()).isZero();
    assertThat(first.images()).isEqualTo(second.images());
    assertThat(first.images())
        .isEqualTo(
            Map.of(
                ScanOutcome.PASS, 1,
                ScanOutcome.FAIL, 1,
                ScanOutcome.ERROR, 1,
                ScanOutcome.SKIP, 1,
                ScanOutcome.WARN, 1));
    assertThat(lines)
        .containsExactly("no policy reports are written: the cluster does not serve them");
  }

  /** By each test that needs it: one that failed is tried again without those before it. */
  private void serveReports() throws IOException {
    try (InputStream crd =
        Objects.requireNonNull(getClass().getResourceAsStream("/scan/policyreports.yaml"))) {
      Definitions.serve(client, new String(crd.readAllBytes(), UTF_8));
    }
  }

  @Test
  @Order(2)
  void withTheKindEachPodHasAReportThatItOwns() throws IOException {
    serveReports();
    String uid = client.pods().inNamespace("team").withName("mixed").get().getMetadata().getUid();

    assertThat(scan(List.of("team"), List.of()).run(() -> true).failedReports()).isZero();

    assertThat(reports("team")).hasSize(2);
    GenericKubernetesResource report =
        client
            .genericKubernetesResources(PolicyReport.KIND)
            .inNamespace("team")
            .withName("portieris-" + uid)
            .get();
    assertThat(report.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(uid));
    assertThat(report.<Integer>get("summary", "pass")).isEqualTo(1);
    assertThat(report.<Integer>get("summary", "fail")).isEqualTo(1);
    assertThat(report.<String>get("scope", "name")).isEqualTo("mixed");
    assertThat(report.<String>get("results", 0, "properties", "digest"))
        .isEqualTo(DIGEST.toString());
    assertThat(report.<String>get("results", 0, "properties", "signers")).isEqualTo("alice");
    assertThat(report.<String>get("results", 1, "result")).isEqualTo("fail");
    assertThat(report.<String>get("results", 1, "severity")).isEqualTo("high");
    assertThat(report.<String>get("results", 1, "message")).isEqualTo("Deny, nobody signed it");
  }

  @Test
  @Order(3)
  void scanThatFindsNothingNewWritesNothing() throws IOException {
    serveReports();
    scan(List.of("team"), List.of()).run(() -> true);
    List<String> before = versions();

    scan(List.of("team"), List.of()).run(() -> true);

    assertThat(versions()).isEqualTo(before);
  }

  @Test
  @Order(4)
  void namespacesWhereNothingIsCheckedAreLeftOut() throws IOException {
    serveReports();
    asked.clear();
    ScanSummary summary = scan(List.of(), List.of("team")).run(() -> true);

    assertThat(asked).containsExactly("app:pass");
    assertThat(summary.pods()).isEqualTo(1);
    assertThat(reports("other")).hasSize(1);
  }

  @Test
  @Order(5)
  void equalImagesOfOneNamespaceAreAskedAboutOnceOverAllPages() {
    for (int i = 0; i < 130; i++) {
      client.resource(pod("many", "p" + i, "app:pass")).create();
    }
    asked.clear();
    background.clear();

    ScanSummary summary = scan(List.of("many"), List.of()).run(() -> true);

    assertThat(summary.pods()).isEqualTo(130);
    assertThat(summary.isComplete()).isTrue();
    assertThat(summary.images()).isEqualTo(Map.of(ScanOutcome.PASS, 130));
    assertThat(asked).hasSize(1);
    assertThat(background).containsExactly(true);
  }

  @Test
  @Order(6)
  void scanEndsWhenItMayNotGoOn() {
    ScanSummary summary = scan(List.of("team"), List.of()).run(() -> false);

    assertThat(summary.pods()).isEqualTo(1);
    assertThat(summary.isComplete()).isFalse();
  }

  @Test
  @Order(7)
  void ofTwoReplicasOneScansAndTheOtherTakesOver() throws Exception {
    try (Replica one = new Replica()) {
      assertThat(one.summaries.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
      try (Replica two = new Replica()) {
        assertThat(one.leading).isTrue();
        assertThat(two.summaries).isEmpty();
        one.scanner.close();

        assertThat(two.summaries.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
        assertThat(two.leading).isTrue();
      }
    }
    assertThat(client.leases().inNamespace(NAMESPACE).withName(ScanLease.NAME).get()).isNotNull();
  }
}
